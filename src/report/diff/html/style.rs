//! How the page looks.

/// The page's style sheet.
pub(super) const STYLE: &str = include_str!("style.css");

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// The colours of the schemes: light, dark, printed. The later ones stand over the first.
    fn schemes() -> Vec<BTreeMap<&'static str, [f64; 3]>> {
        let mut schemes: Vec<BTreeMap<&str, [f64; 3]>> = Vec::new();
        for block in STYLE.split(":root {").skip(1) {
            let block = block.split_once('}').expect("an end").0;
            let mut scheme = schemes.first().cloned().unwrap_or_default();
            for part in block.split(';').filter_map(|part| part.trim().strip_prefix("--")) {
                let (name, colour) = part.split_once(": #").expect("a colour");
                let channel =
                    |at: usize| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("hexadecimal"));
                scheme.insert(name, [channel(0), channel(2), channel(4)]);
            }
            schemes.push(scheme);
        }
        schemes
    }

    /// Relative luminance, WCAG 2.2.
    fn luminance(colour: [f64; 3]) -> f64 {
        let [red, green, blue] = colour.map(|channel| {
            let channel = channel / 255.0;
            if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    #[test]
    fn every_text_can_be_told_from_its_ground() {
        let on_every_ground = ["text", "quiet", "link", "high", "medium", "low", "good"];
        let pairs = on_every_ground
            .into_iter()
            .flat_map(|text| ["page", "card", "sunk"].map(|ground| (text, ground)))
            .chain([("removed-text", "removed"), ("added-text", "added")]);
        let pairs: Vec<(&str, &str)> = pairs.collect();
        let schemes = schemes();
        assert_eq!(schemes.len(), 3);
        for (number, scheme) in schemes.iter().enumerate() {
            for (text, ground) in &pairs {
                let [one, other] = [text, ground].map(|name| luminance(scheme[*name]));
                let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(contrast >= 4.5, "scheme {number}: {text} on {ground} is {contrast:.2}");
            }
        }
    }

    #[test]
    fn the_style_needs_nothing_and_ends_no_element() {
        for forbidden in ["</", "url(", "@import", "http"] {
            assert!(!STYLE.contains(forbidden), "{forbidden}");
        }
    }
}
