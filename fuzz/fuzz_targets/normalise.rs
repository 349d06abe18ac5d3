//! Any text: its match key's key is that key, with each set of steps, and nothing panics.
#![no_main]

use kbtool::text::{FeatureScheme, Features, Normaliser, ScriptCounts, Steps, simplified, unicode_words};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    for steps in [Steps::KEY, Steps::LEARNING] {
        let normaliser = Normaliser::new(steps);
        let once = normaliser.apply(&text);
        assert_eq!(normaliser.apply(&once), once, "{text:?}");
    }
    let _ = ScriptCounts::of(&text).is_east_asian();
    let once = simplified(&text);
    let _ = simplified(&once);
    assert!(unicode_words(&text).all(|word| !word.is_empty()));
    let mut features = Features::new();
    features.extract(&text, FeatureScheme::for_texts(std::iter::once(&*text)), None);
});
