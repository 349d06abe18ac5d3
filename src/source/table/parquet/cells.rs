//! The cells of one column in one row group, one after the other.
//!
//! The library finds the pages and unpacks them; what is in a page is decoded here. Its own decoders take a
//! page at its word, and end the program where the word is wrong: a text that is longer than its page, a
//! dictionary that is not there. A damaged file should end in a sentence.

use std::sync::Arc;

use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageReader};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::SerializedPageReader;

use super::bits::Runs;
use super::reason;
use super::store::Store;
use super::text::Meaning;
use super::values::{Dictionary, Values, slice, too_early, unknown};

pub(super) struct Cells {
    pages: Box<dyn PageReader>,
    meaning: Meaning,
    physical: Type,
    /// How long each value is; 0 where they differ.
    width: usize,
    optional: bool,
    dictionary: Option<Dictionary>,
    /// How many cells of the page are still to come.
    left: u32,
    /// For each cell of the page whether it has a value; `None` if all have.
    levels: Option<Runs>,
    values: Values,
}

impl Cells {
    pub(super) fn new(
        store: &Arc<Store>,
        column: &ColumnChunkMetaData,
        meaning: Meaning,
        rows: usize,
    ) -> Result<Self, String> {
        let start = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
        // The library insists on this in its own way.
        if start < 0 || column.compressed_size() < 0 {
            return Err("its place in the file is below zero".to_owned());
        }
        if column.file_path().is_some() {
            return Err("its pages are in another file".to_owned());
        }
        let pages = SerializedPageReader::new(Arc::clone(store), column, rows, None)
            .map_err(|error| reason(&error))?;
        let descriptor = column.column_descr();
        let physical = column.column_type();
        let width = match physical {
            Type::BOOLEAN | Type::BYTE_ARRAY => 0,
            Type::INT32 | Type::FLOAT => 4,
            Type::INT64 | Type::DOUBLE => 8,
            Type::INT96 => 12,
            Type::FIXED_LEN_BYTE_ARRAY => usize::try_from(descriptor.type_length())
                .ok()
                .filter(|length| *length > 0)
                .ok_or("its values have no length")?,
        };
        Ok(Self {
            pages: Box::new(pages),
            meaning,
            physical,
            width,
            optional: descriptor.max_def_level() > 0,
            dictionary: None,
            left: 0,
            levels: None,
            values: Values::None,
        })
    }

    /// Adds the next cell's text to `text`, unless it is longer than `most` bytes: whether it is not.
    ///
    /// # Errors
    /// When the column ends here, or is damaged.
    pub(super) fn next(&mut self, most: usize, text: &mut Vec<u8>) -> Result<bool, String> {
        while self.left == 0 {
            self.turn_page()?;
        }
        self.left -= 1;
        if let Some(levels) = &mut self.levels
            && levels.next()? == 0
        {
            return Ok(true);
        }
        let value = self.values.next(self.dictionary.as_ref())?;
        if value.len() > most {
            return Ok(false);
        }
        self.meaning.write(value, text)?;
        Ok(true)
    }

    fn turn_page(&mut self) -> Result<(), String> {
        let page = self.pages.get_next_page().map_err(|error| reason(&error))?;
        let (encoding, values) = match page {
            None => return Err("it has fewer cells than the table has rows".to_owned()),
            Some(Page::DictionaryPage { buf, num_values, encoding, .. }) => {
                if !matches!(encoding, Encoding::PLAIN | Encoding::PLAIN_DICTIONARY) {
                    return Err(unknown(encoding));
                }
                self.dictionary = Some(Dictionary::new(buf, num_values, self.physical, self.width)?);
                return Ok(());
            }
            Some(Page::DataPage { buf, num_values, encoding, def_level_encoding, .. }) => {
                let mut start = 0;
                if self.optional {
                    if def_level_encoding != Encoding::RLE {
                        return Err(unknown(def_level_encoding));
                    }
                    let length = buf.first_chunk().ok_or_else(too_early)?;
                    let levels = slice(&buf, 4, u32::from_le_bytes(*length) as usize)?;
                    start = 4 + levels.len();
                    self.levels = Some(Runs::new(levels, 1)?);
                }
                self.left = num_values;
                (encoding, buf.slice(start..))
            }
            Some(Page::DataPageV2 {
                buf,
                num_values,
                encoding,
                def_levels_byte_len,
                rep_levels_byte_len,
                ..
            }) => {
                let levels = slice(&buf, rep_levels_byte_len as usize, def_levels_byte_len as usize)?;
                let start = rep_levels_byte_len as usize + levels.len();
                self.levels = if self.optional { Some(Runs::new(levels, 1)?) } else { None };
                self.left = num_values;
                (encoding, buf.slice(start..))
            }
        };
        self.values = Values::new(values, encoding, self.physical, self.width)?;
        Ok(())
    }
}
