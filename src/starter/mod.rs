//! The files of a new knowledge base: settings, a first pack, a shop, transcripts, a job for CI.
//!
//! Texts in, texts out: who asks for names and who writes files is none of its business. What is made here
//! loads without a fault and keeps its own gates, in both languages; the tests see to that.

mod name;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use crate::diagnostic::Language;
use crate::install::{Release, files_of};
use crate::model::{SchemaKind, schema};

pub use name::{NameError, PackName, ShopName};

/// The id of the shop, whatever it is called.
pub const SHOP_ID: &str = "my-shop";

/// A build server for which a job is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuildServer {
    /// A workflow for GitHub Actions.
    GitHub,
    /// A job for GitLab CI.
    GitLab,
}

/// What the new knowledge base is to be.
#[derive(Debug, Clone)]
pub struct StarterOptions<'r> {
    /// The language of samples and comments.
    pub language: Language,
    /// The first pack.
    pub pack: PackName,
    /// The shop.
    pub shop: ShopName,
    /// Packs to copy; the shop subscribes to them.
    pub packs: Vec<&'r Release>,
    /// The build server, if there is one.
    pub build_server: Option<BuildServer>,
}

/// The files of a language as they are kept here.
struct Templates {
    settings: &'static str,
    pack: &'static str,
    entries: &'static str,
    shop: &'static str,
    transcripts: &'static str,
    github: &'static str,
    gitlab: &'static str,
}

macro_rules! templates {
    ($language:literal) => {
        Templates {
            settings: include_str!(concat!($language, "/kbtool.toml")),
            pack: include_str!(concat!($language, "/pack.yaml")),
            entries: include_str!(concat!($language, "/faq.yaml")),
            shop: include_str!(concat!($language, "/shop.yaml")),
            transcripts: include_str!(concat!($language, "/transcripts.csv")),
            github: include_str!(concat!($language, "/github.yml")),
            gitlab: include_str!(concat!($language, "/gitlab.yml")),
        }
    };
}

const ENGLISH: Templates = templates!("en");
const CHINESE: Templates = templates!("zh");

/// The files to write, with paths relative to the folder of the new knowledge base.
///
/// # Errors
/// The first pack is called like a pack that is copied, or like the shop's own pack.
pub fn files(options: &StarterOptions<'_>) -> Result<Vec<(PathBuf, String)>, NameError> {
    let pack = options.pack.as_str();
    if pack == SHOP_ID || options.packs.iter().any(|copied| copied.id == pack) {
        return Err(NameError::Taken { name: pack.to_owned() });
    }
    let templates = match options.language {
        Language::English => ENGLISH,
        Language::Chinese => CHINESE,
    };
    // The pack `common` is subscribed to without being named.
    let copied = options.packs.iter().map(|pack| pack.id.as_str()).filter(|id| *id != "common");
    let subscribed: Vec<&str> = std::iter::once(pack).chain(copied).collect();
    let fill = |template: &str| {
        template
            .replace("{{pack}}", pack)
            .replace("{{shop-id}}", SHOP_ID)
            .replace("{{subscribe}}", &subscribed.join(", "))
            // Last, as it is the only text in which braces could stand.
            .replace("{{shop}}", options.shop.as_yaml())
    };
    let mut files = vec![
        (PathBuf::from(crate::config::FILE_NAME), fill(templates.settings)),
        (PathBuf::from(format!("kb/{pack}/pack.yaml")), fill(templates.pack)),
        (PathBuf::from(format!("kb/{pack}/faq.yaml")), fill(templates.entries)),
        (PathBuf::from("shop/shop.yaml"), fill(templates.shop)),
        (PathBuf::from("transcripts.csv"), fill(templates.transcripts)),
    ];
    for pack in &options.packs {
        let below = |(name, text): (PathBuf, String)| (PathBuf::from("kb").join(&pack.id).join(name), text);
        files.extend(files_of(pack).map(below));
    }
    // The first lines of the samples name these, so that editors know the keys without any network.
    for kind in SchemaKind::ALL {
        let path = format!(".kbtool/{}.schema.json", kind.name());
        files.push((PathBuf::from(path), format!("{:#}\n", schema(kind))));
    }
    files.extend(options.build_server.map(|server| match server {
        BuildServer::GitHub => (PathBuf::from(".github/workflows/kbtool.yml"), templates.github.to_owned()),
        BuildServer::GitLab => (PathBuf::from(".gitlab-ci.yml"), templates.gitlab.to_owned()),
    }));
    Ok(files)
}
