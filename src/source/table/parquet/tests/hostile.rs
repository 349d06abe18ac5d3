//! Files that are damaged, or lie. Nothing of them may end the program.

use std::sync::LazyLock;

use super::*;

/// Reads as far as it goes; what it says must name the file.
fn read(bytes: Vec<u8>) -> usize {
    match open(bytes) {
        Ok(mut table) => {
            let (rows, error) = rows_and_error(&mut table);
            assert!(error.is_none_or(|error| error.contains("t.parquet")));
            rows.len()
        }
        Err(error) => {
            assert!(error.to_string().contains("t.parquet"), "{error}");
            0
        }
    }
}

fn message(bytes: Vec<u8>) -> String {
    match open(bytes) {
        Ok(mut table) => rows_and_error(&mut table).1.expect("an error"),
        Err(error) => error.to_string(),
    }
}

/// Small files that together have every type, codec and kind of page, and most encodings.
static SAMPLES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let small = |properties| every_type(properties, 2);
    let mut samples = vec![
        small(plain()),
        small(plain().set_dictionary_enabled(false).set_writer_version(WriterVersion::PARQUET_2_0)),
        transcript(plain(), 2, 3),
    ];
    for codec in codecs() {
        samples.push(transcript(plain().set_compression(codec), 1, 4));
    }
    let pairs = [("问题", Encoding::DELTA_BYTE_ARRAY), ("标准问", Encoding::DELTA_LENGTH_BYTE_ARRAY)];
    let delta =
        pairs.into_iter().fold(plain().set_dictionary_enabled(false), |properties, (name, encoding)| {
            properties.set_column_encoding(name.into(), encoding)
        });
    samples.push(transcript(delta.clone(), 1, 4));
    samples.push(transcript(delta.set_writer_version(WriterVersion::PARQUET_2_0), 1, 4));
    samples
});

#[test]
fn a_file_that_is_cut_off_says_so() {
    for bytes in SAMPLES.iter() {
        for end in (4..bytes.len()).rev().step_by(3) {
            let error = open(bytes[..end].to_vec()).err().expect("no footer").to_string();
            assert!(error.contains("t.parquet"), "{error}");
        }
    }
    let garbage = [b"PAR1".as_slice(), &[1; 1000]].concat();
    assert!(message(garbage.clone()).contains("does not end with `PAR1`"));
    assert!(message([garbage, b"PAR1".to_vec()].concat()).contains("ends too early"));
    assert!(
        message([b"PAR1".as_slice(), &[0x2c; 500], &[0xf4, 1, 0, 0], b"PAR1"].concat()).contains("footer")
    );
    assert!(message([b"PAR1".as_slice(), &[0xff; 8], b"PAR1"].concat()).contains("256 MiB"));
    assert!(message([b"PAR1".as_slice(), &[0; 4], b"PAR1"].concat()).contains("as Parquet"));
    assert!(message([b"PAR1".as_slice(), &[0; 9], b"PARE"].concat()).contains("encrypted"));
}

/// One thread is enough, and the fewer the quicker.
fn on_one_thread(run: impl FnOnce() + Send) {
    rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(run);
}

#[test]
fn a_byte_that_is_wrong_ends_in_rows_or_a_sentence() {
    on_one_thread(|| {
        for bytes in SAMPLES.iter() {
            for at in 4..bytes.len() {
                let mut bytes = bytes.clone();
                bytes[at] ^= [1, 0x80, 0xff, 0x10, 2][at % 5];
                read(bytes);
            }
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn several_wrong_bytes_end_so_too(
        which in 0_usize..11,
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = SAMPLES[which % SAMPLES.len()].clone();
        for (at, byte) in changes {
            let at = 4 + at.index(bytes.len() - 4);
            bytes[at] = byte;
        }
        on_one_thread(|| {
            read(bytes);
        });
    }
}

#[test]
fn pages_that_lie_about_their_size_are_not_believed() {
    let bytes = transcript(plain().set_dictionary_enabled(false), 1, 2);
    // The first page's header: its kind, then its size, which is a number of two bytes.
    assert_eq!((bytes[4..7].to_vec(), bytes[7] & 0x80), (vec![0x15, 0, 0x15], 0));
    for size in [[0xfe, 0xff, 0xff, 0xff, 0x0f].as_slice(), &[0x82, 0x80, 0x80, 0x80, 4]] {
        let bytes = [&bytes[..7], size, &bytes[8..]].concat();
        let error = message(bytes);
        assert!(error.contains("512 MiB"), "{error}");
    }
}
