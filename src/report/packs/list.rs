//! The packs that ship, and which of them a knowledge base has.

use serde::Serialize;

use super::super::eval_markdown;
use super::super::object::Object;
use super::super::section::{Cell, Column, Paint, Section};
use super::super::words::thousands;
use super::super::{RenderOptions, table};
use super::{PacksFormat, SCHEMA};
use crate::diagnostic::Language;
use crate::install::{CopyState, Release, Releases};

/// A pack that the knowledge base has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstalledPack {
    /// Its id.
    #[serde(skip)]
    pub id: String,
    /// The version that was installed; empty if that is not known.
    pub version: String,
    /// How it stands to the pack that ships.
    pub state: CopyState,
    /// How many entries were changed or deleted here; `None` without a record, where nobody knows.
    pub changed: Option<usize>,
    /// How many entries the shop has added.
    pub own: Option<usize>,
}

/// The packs that ship, with what is known of copies.
#[derive(Debug, Clone, Copy)]
pub struct PackListReport<'r> {
    /// What ships.
    pub releases: &'r Releases,
    /// What the knowledge base has of it; `None` if there is no knowledge base.
    pub installed: Option<&'r [InstalledPack]>,
}

#[derive(Serialize)]
struct PackOut<'r> {
    id: &'r str,
    name: &'r str,
    description: &'r str,
    version: &'r str,
    language: &'r str,
    extends: &'r [String],
    entries: usize,
    phrasings: usize,
    installed: Option<&'r InstalledPack>,
}

impl<'r> PackListReport<'r> {
    fn installed(&self, pack: &Release) -> Option<&'r InstalledPack> {
        self.installed.into_iter().flatten().find(|installed| installed.id == pack.id)
    }

    fn has(&self, state: CopyState) -> bool {
        self.installed.into_iter().flatten().any(|installed| installed.state == state)
    }
}

/// How many entries and phrasings a pack has.
pub(super) fn sizes(releases: &Releases, pack: &Release) -> (usize, usize) {
    let of_pack = releases.knowledge_base.entries.iter().filter(|entry| entry.pack == pack.index);
    of_pack.fold((0, 0), |(entries, phrasings), entry| (entries + 1, phrasings + entry.phrasings().count()))
}

/// The list in this format. The text ends with a line end.
pub fn render_pack_list(report: &PackListReport<'_>, format: PacksFormat, options: RenderOptions) -> String {
    match format {
        PacksFormat::Json => json(report),
        PacksFormat::Text => {
            let mut section = section(report, options.language);
            let title = |english, chinese| options.language.pick(english, chinese);
            for column in [title("Phrasings", "问法"), title("Language", "语言"), title("Extends", "依赖")]
            {
                if options.width.is_some_and(|width| table::minimum_width(&section) > width) {
                    section.drop_column(column);
                }
            }
            format!("{}\n{}\n", table::render(&section, options), section.remarks.join("\n"))
        }
        PacksFormat::Markdown => {
            let section = section(report, options.language);
            format!("{}\n\n{}\n", eval_markdown::table(&section), section.remarks.join("  \n"))
        }
    }
}

fn section(report: &PackListReport<'_>, language: Language) -> Section {
    let title = |english, chinese| language.pick(english, chinese);
    let mut columns = vec![
        Column::names(title("Pack", "行业包")),
        Column::text(title("Name", "名称")),
        Column::names(title("Version", "版本")),
        Column::number(title("Entries", "知识点")),
        Column::number(title("Phrasings", "问法")),
        Column::text(title("Extends", "依赖")),
        Column::names(title("Language", "语言")),
    ];
    if report.installed.is_some() {
        columns.extend([
            Column::names(title("Installed", "已安装")),
            Column::text(title("State", "状态")),
            Column::number(title("Changed here", "本店改动")),
        ]);
    }
    let rows = report.releases.packs.iter().map(|pack| {
        let (entries, phrasings) = sizes(report.releases, pack);
        let mut row: Vec<Cell> = vec![
            pack.id.as_str().into(),
            pack.name.as_str().into(),
            pack.version.as_str().into(),
            thousands(entries).into(),
            thousands(phrasings).into(),
            pack.extends.join(", ").into(),
            pack.language.as_str().into(),
        ];
        if report.installed.is_some() {
            row.extend(match report.installed(pack) {
                None => ["–".into(), "".into(), "".into()],
                Some(installed) => copy_cells(installed, pack, language),
            });
        }
        row
    });
    let mut remarks = Vec::new();
    let needs_update = report.has(CopyState::Outdated) || report.has(CopyState::Unrecorded);
    remarks.push(if needs_update {
        title(
            "`kbtool packs update` follows the bundled versions; --dry-run shows what would change.",
            "`kbtool packs update` 更新到内置版本，加 --dry-run 只看会改什么。",
        )
        .to_owned()
    } else {
        title(
            "`kbtool packs show ID` tells what is in a pack, `kbtool packs add ID` copies it.",
            "`kbtool packs show ID` 查看内容，`kbtool packs add ID` 复制到知识库。",
        )
        .to_owned()
    });
    Section { title: String::new(), columns, rows: rows.collect(), remarks }
}

fn copy_cells(installed: &InstalledPack, pack: &Release, language: Language) -> [Cell; 3] {
    let version = if installed.version.is_empty() { "?" } else { &installed.version };
    let state = match (installed.state, language) {
        (CopyState::Current, _) => Cell::painted(language.pick("up to date", "最新"), Paint::Good),
        (CopyState::Outdated, Language::English) => {
            Cell::painted(format!("{} is bundled", pack.version), Paint::Strong)
        }
        (CopyState::Outdated, Language::Chinese) => {
            Cell::painted(format!("可更新到 {}", pack.version), Paint::Strong)
        }
        (CopyState::Newer, _) => language.pick("newer than bundled", "比内置版本新").into(),
        (CopyState::Unrecorded, _) => language.pick("no record", "没有记录").into(),
    };
    let changed = installed.changed.map_or_else(|| "?".to_owned(), thousands);
    [version.into(), state, changed.into()]
}

fn json(report: &PackListReport<'_>) -> String {
    let mut object = Object::new(SCHEMA);
    object.list("packs", &report.releases.packs, |pack| {
        let (entries, phrasings) = sizes(report.releases, pack);
        PackOut {
            id: &pack.id,
            name: &pack.name,
            description: &pack.description,
            version: &pack.version,
            language: &pack.language,
            extends: &pack.extends,
            entries,
            phrasings,
            installed: report.installed(pack),
        }
    });
    object.end()
}
