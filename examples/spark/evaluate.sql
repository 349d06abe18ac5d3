-- Judges every row of a table of transcripts on all executors, and writes the sums that `kbtool merge` makes a
-- report of. Run by evaluate.sh beside this file; docs/scale.md explains it line by line.
--
--   ${transcripts}  a folder of Parquet files with the columns below
--   ${sums}         a folder to write to; what is in it is replaced

INSERT OVERWRITE DIRECTORY '${sums}' USING text
SELECT /*+ COALESCE(1) */ concat_ws('\t', pack, figure, key, CAST(sum(rows) AS STRING)) AS value
FROM (
  SELECT TRANSFORM (question, expected, pack, conversation, turn)
    USING './kbtool --quiet --jobs 1 eval - --kb-bundle kb.bundle --input-format tsv --columns question,expected,pack,conversation,turn --partial'
    AS (pack STRING, figure STRING, key STRING, rows BIGINT)
  FROM (
    SELECT
      translate(question, '\t\r\n', '   ') AS question,
      translate(expected, '\t\r\n', '   ') AS expected,
      translate(pack, '\t\r\n', '   ') AS pack,
      translate(conversation, '\t\r\n', '   ') AS conversation,
      turn
    FROM parquet.`${transcripts}`
    DISTRIBUTE BY conversation
    SORT BY conversation, turn
  )
)
GROUP BY pack, figure, key;
