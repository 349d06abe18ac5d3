//! `kbtool packs add`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use kbtool::diagnostic::Language;
use kbtool::install::{Addition, Releases, add, placeholders, subscribe};
use kbtool::model::{KnowledgeBase, LoadOptions, Loaded, Overlay, Shop};

use crate::cli::arguments::PacksAddArguments;
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::output;
use crate::cli::rewrite;

/// So many names of blanks are told.
const BLANKS: usize = 12;

pub(super) fn run(context: &Context, arguments: &PacksAddArguments) -> Result<Exit> {
    let releases = Releases::bundled();
    let ids: Vec<&str> = arguments.packs.iter().map(|id| id.trim()).filter(|id| !id.is_empty()).collect();
    let before = context.load_with_faults()?;
    let Some(root) = context.roots().first() else { bail!("`kb` in kbtool.toml names no folder") };
    if !root.is_dir() {
        bail!("`{}` is no folder; give one with --kb DIR", root.display());
    }
    let addition = add(&before.knowledge_base, &releases, &ids, root)?;
    refuse_present(&addition)?;
    let mut files: Overlay =
        addition.files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
    let after = load(context, &files);
    refuse_new_faults(context, &before, &after, &addition)?;
    let named: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    let lacking = |shop: &Shop| lacking(&after.knowledge_base, shop, &named);
    let mut subscribed = Vec::new();
    if arguments.subscribe {
        let shop = chosen(context, &after.knowledge_base)?;
        let packs = lacking(shop);
        if !packs.is_empty() {
            let file = after.knowledge_base.files.get(shop.location.file);
            let text = subscribe(&after.knowledge_base, shop, &packs)?;
            let mark = if file.has_byte_order_mark() { "\u{FEFF}" } else { "" };
            files.insert(file.path().to_owned(), format!("{mark}{text}").into_bytes());
            subscribed.push(file.path().to_owned());
        }
    }
    let mut report = written(context.language, arguments.dry_run, &addition, &subscribed);
    if !context.global.quiet {
        let shops = after.knowledge_base.shops.iter();
        let open = shops.map(|shop| (shop, lacking(shop))).filter(|(shop, packs)| {
            !packs.is_empty() && !subscribed.iter().any(|path| path == path_of(&after.knowledge_base, shop))
        });
        report += &what_is_left(context.language, &releases, &addition, &after.knowledge_base, open);
    }
    if !arguments.dry_run {
        rewrite::write_together(&files, &before.knowledge_base.files, &[])?;
    }
    output::deliver(None, &report)?;
    Ok(Exit::Clean)
}

fn load(context: &Context, files: &Overlay) -> Loaded {
    let yaml: Overlay = files
        .iter()
        .filter(|(path, _)| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect();
    KnowledgeBase::load(context.roots(), LoadOptions { overlay: Some(&yaml), progress: None })
}

fn path_of<'k>(knowledge_base: &'k KnowledgeBase, shop: &Shop) -> &'k Path {
    knowledge_base.files.get(shop.location.file).path()
}

/// Files may lie there that are no part of a knowledge base.
fn refuse_present(addition: &Addition<'_>) -> Result<()> {
    let there: Vec<String> = addition
        .files
        .iter()
        .filter(|(path, _)| path.symlink_metadata().is_ok())
        .map(|(path, _)| path.display().to_string())
        .collect();
    if !there.is_empty() {
        bail!("these files exist; nothing was written: {}", there.join(", "));
    }
    Ok(())
}

/// What is wrong already may be what the packs mend; what they would add to it is refused.
fn refuse_new_faults(
    context: &Context,
    before: &Loaded,
    after: &Loaded,
    addition: &Addition<'_>,
) -> Result<()> {
    let is_new = |path: &Path| addition.files.iter().any(|(added, _)| added == path);
    let in_new = after
        .problems
        .iter()
        .any(|problem| is_new(after.knowledge_base.files.get(problem.location.file).path()));
    if in_new || after.problems.len() > before.problems.len() {
        context.show_problems(None, after);
        bail!("with these packs the knowledge base would have faults; nothing was written");
    }
    Ok(())
}

/// Those of `packs` that the shop would not serve.
fn lacking(knowledge_base: &KnowledgeBase, shop: &Shop, packs: &[String]) -> Vec<String> {
    let served = knowledge_base.packs_of(shop);
    let is_served = |id: &str| knowledge_base.find_pack(id).is_some_and(|pack| served.contains(&pack));
    packs.iter().filter(|id| !is_served(id)).cloned().collect()
}

/// The shop that is to subscribe.
fn chosen<'k>(context: &Context, knowledge_base: &'k KnowledgeBase) -> Result<&'k Shop> {
    let configured = context.config.shop.as_deref().filter(|_| context.global.kb.is_empty());
    let shops = &knowledge_base.shops;
    match (context.shop(configured), shops.as_slice()) {
        (Some(id), _) => match shops.iter().find(|shop| *shop.id.value == *id) {
            Some(shop) => Ok(shop),
            None => bail!("there is no shop `{id}` in the knowledge base; nothing was written"),
        },
        (None, [only]) => Ok(only),
        (None, []) => bail!("there is no shop.yaml that could subscribe; nothing was written"),
        (None, _) => bail!("there are several shops; choose one with --shop; nothing was written"),
    }
}

fn written(language: Language, dry_run: bool, addition: &Addition<'_>, subscribed: &[PathBuf]) -> String {
    let word = match (language, dry_run) {
        (Language::English, false) => "wrote",
        (Language::English, true) => "would write",
        (Language::Chinese, false) => "已写入",
        (Language::Chinese, true) => "将写入",
    };
    let mut text = String::new();
    for path in addition.files.iter().map(|(path, _)| path).chain(subscribed) {
        // Writing into a text cannot fail.
        let _ = writeln!(text, "{word} {}", path.display());
    }
    text
}

/// What is still to be done: blanks to fill, shops to subscribe.
fn what_is_left<'s>(
    language: Language,
    releases: &Releases,
    addition: &Addition<'_>,
    after: &KnowledgeBase,
    open: impl Iterator<Item = (&'s Shop, Vec<String>)>,
) -> String {
    let mut text = String::new();
    let came = |pack| addition.packs.iter().any(|release| release.index == pack);
    let mut blanks = placeholders(releases.knowledge_base.entries.iter().filter(|entry| came(entry.pack)));
    blanks.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let names: Vec<String> = blanks.iter().take(BLANKS).map(|(name, _)| format!("{{{name}}}")).collect();
    // Writing into a text cannot fail.
    if !names.is_empty() {
        let more = if blanks.len() > BLANKS { language.pick(" …", "……") } else { "" };
        let _ = match language {
            Language::English => writeln!(
                text,
                "\nThe answers have {} blanks: {}{more}\nFill them in, or answer in shop.yaml; `kbtool packs show {}` lists them all.",
                blanks.len(),
                names.join(", "),
                addition.packs.first().map_or("ID", |pack| &pack.id),
            ),
            Language::Chinese => writeln!(
                text,
                "\n答案里有 {} 处空格待填：{}{more}\n请直接填好，或在 shop.yaml 里写店铺自己的答案；`kbtool packs show {}` 列出全部。",
                blanks.len(),
                names.join("、"),
                addition.packs.first().map_or("ID", |pack| &pack.id),
            ),
        };
    }
    for (shop, packs) in open {
        let path = path_of(after, shop).display();
        let wanted: Vec<&str> =
            shop.subscribe.iter().map(|id| &**id).chain(packs.iter().map(String::as_str)).collect();
        let line = format!("subscribe: [{}]", wanted.join(", "));
        let _ = match language {
            Language::English => writeln!(
                text,
                "\nThe shop `{}` does not subscribe to {}. In {path}, or by --subscribe:\n  {line}",
                &*shop.id,
                packs.join(", ")
            ),
            Language::Chinese => writeln!(
                text,
                "\n店铺“{}”尚未订阅 {}。在 {path} 中写上下面这一行，或使用 --subscribe：\n  {line}",
                &*shop.id,
                packs.join("、")
            ),
        };
    }
    text
}
