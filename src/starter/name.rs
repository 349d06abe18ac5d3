//! Names for what is new, checked before they become folders, keys and texts.

use crate::diagnostic::Language;

/// A name that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Something else than letters, digits, `-` and `_`.
    #[error("`{name}` cannot name a pack: take letters, digits, - and _, beginning with a letter or digit")]
    NotAnId {
        /// The name.
        name: String,
    },
    /// A name that something else has already.
    #[error("the name `{name}` is taken; choose another for the first pack")]
    Taken {
        /// The name.
        name: String,
    },
    /// No text at all, or one with line ends or control characters.
    #[error("a shop's name is one line of text")]
    NotALine,
}

impl NameError {
    /// The sentence in one language, for those who are asked for a name.
    pub fn in_language(&self, language: Language) -> String {
        match (language, self) {
            (Language::English, error) => error.to_string(),
            (Language::Chinese, Self::NotAnId { name }) => {
                format!("`{name}` 不能作行业包名：请用汉字、字母、数字、- 和 _，并以汉字、字母或数字开头")
            }
            (Language::Chinese, Self::Taken { name }) => {
                format!("名称 `{name}` 已被占用，请给第一个行业包换一个名称")
            }
            (Language::Chinese, Self::NotALine) => "店铺名应为一行文字".to_owned(),
        }
    }
}

/// The id of a pack, which is also a folder's name, a key in YAML and TOML, and a cell in CSV: letters of
/// any script, digits, `-` and `_`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackName(String);

impl PackName {
    /// The name, if it can be one.
    ///
    /// # Errors
    /// Other characters, none at all, or YAML's word for nothing.
    pub fn new(name: &str) -> Result<Self, NameError> {
        let name = name.trim();
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let is_id = name.starts_with(char::is_alphanumeric)
            && name.chars().all(fits)
            && name.len() <= 100
            && !name.eq_ignore_ascii_case("null");
        if is_id { Ok(Self(name.to_owned())) } else { Err(NameError::NotAnId { name: name.to_owned() }) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a shop is called: any line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopName {
    yaml: String,
}

impl ShopName {
    /// The name, if it can be one.
    ///
    /// # Errors
    /// No text, or line ends and control characters.
    pub fn new(name: &str) -> Result<Self, NameError> {
        let name = name.trim();
        if name.is_empty() || name.contains(char::is_control) {
            return Err(NameError::NotALine);
        }
        let options = serde_saphyr::ser_options! { prefer_block_scalars: false };
        let yaml = serde_saphyr::to_string_with_options(&name, options).map_err(|_| NameError::NotALine)?;
        Ok(Self { yaml: yaml.trim_end().to_owned() })
    }

    /// The name as a YAML scalar, in quotes where it needs them.
    pub(super) fn as_yaml(&self) -> &str {
        &self.yaml
    }
}
