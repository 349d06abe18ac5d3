//! Reading folders of YAML into one knowledge base.
//!
//! Files are read and decoded in parallel, then put together in the order of their paths, so that the
//! result never depends on the number of threads.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::decode::{Decoder, RawEntries, RawEntry, RawPack, RawShop};
use super::entry::{Entry, EntryIndex, Reference, Text};
use super::gates::Gates;
use super::knowledge_base::{Found, KnowledgeBase, Lookup, Pack, PackIndex};
use super::problem::{Problem, nearest};
use super::shop::{Shop, ShopAnswer, Welcome};
use crate::diagnostic::{Diagnostic, Message};
use crate::source::yaml::Document;
use crate::source::{FileId, Files, Location, ReadError, SourceFile, Span, yaml_files};
use crate::text::match_key;

/// How to load.
#[derive(Default, Clone, Copy)]
pub struct LoadOptions<'a> {
    /// Called after each file, from any thread, with its size in bytes.
    pub progress: Option<&'a (dyn Fn(u64) + Sync)>,
}

/// A knowledge base and everything that is wrong with it.
#[derive(Debug)]
pub struct Loaded {
    /// What could be read.
    pub knowledge_base: KnowledgeBase,
    /// The faults, in the order of files and places. If there is any, nothing should be built on it.
    pub problems: Vec<Diagnostic>,
}

/// What one file turned out to be.
enum Content {
    Entries(RawEntries),
    Pack(RawPack),
    Shop(RawShop),
    Nothing,
}

struct ReadFile {
    source: SourceFile,
    content: Content,
    problems: Vec<Diagnostic>,
    /// The folder below which the file was found.
    root: PathBuf,
}

impl KnowledgeBase {
    /// Load every YAML file at or below `roots`.
    pub fn load(roots: &[PathBuf], options: LoadOptions<'_>) -> Loaded {
        let mut paths: Vec<(PathBuf, PathBuf, Option<String>)> = Vec::new();
        for root in roots {
            let (found, unreachable) = yaml_files(root);
            paths.extend(found.into_iter().map(|path| (path, root.clone(), None)));
            paths.extend(
                unreachable.into_iter().map(|problem| (problem.path, root.clone(), Some(problem.reason))),
            );
        }
        paths.sort_unstable();
        paths.dedup_by(|one, other| one.0 == other.0);
        let files: Vec<ReadFile> = paths
            .into_par_iter()
            .enumerate()
            .map(|(at, (path, root, unreachable))| {
                let id = FileId(at as u32);
                let file = match unreachable {
                    Some(reason) => unreadable(id, path, root, Problem::Unreadable(reason)),
                    None => read(id, path, root),
                };
                if let Some(progress) = options.progress {
                    progress(file.source.text().len() as u64);
                }
                file
            })
            .collect();
        assemble(files)
    }

    /// Load texts that are in memory already; each with the path it would have on disk.
    pub fn from_texts(texts: impl IntoIterator<Item = (PathBuf, String)>) -> Loaded {
        let files = texts.into_iter().enumerate().map(|(at, (path, text))| {
            decode(FileId(at as u32), SourceFile::from_text(path, text), PathBuf::new())
        });
        assemble(files.collect())
    }
}

fn unreadable(id: FileId, path: PathBuf, root: PathBuf, problem: Problem) -> ReadFile {
    let location = Location { file: id, span: Span::at(0) };
    ReadFile {
        source: SourceFile::from_text(path, ""),
        content: Content::Nothing,
        problems: vec![problem.at(location)],
        root,
    }
}

fn read(id: FileId, path: PathBuf, root: PathBuf) -> ReadFile {
    match SourceFile::read(&path) {
        Ok(source) => decode(id, source, root),
        Err(ReadError::Encoding(error)) => unreadable(id, path, root, Problem::Encoding(error.to_string())),
        Err(error) => unreadable(id, path, root, Problem::Unreadable(error.to_string())),
    }
}

fn decode(id: FileId, source: SourceFile, root: PathBuf) -> ReadFile {
    let (document, faults) = Document::parse(source.text());
    let mut problems: Vec<Diagnostic> = faults
        .into_iter()
        .map(|fault| {
            let hint = syntax_hint(&source, &fault.kind, fault.span);
            let mut problem = Problem::Yaml(fault.kind).at(Location { file: id, span: fault.span });
            problem.help = problem.help.or(hint);
            problem
        })
        .collect();
    let mut content = Content::Nothing;
    if let Some(document) = &document {
        let mut decoder = Decoder::new(document, id);
        let folder = folder_name(source.path());
        content = match source.path().file_stem().and_then(|stem| stem.to_str()) {
            Some("pack") => decoder.pack_file(&folder).map_or(Content::Nothing, Content::Pack),
            Some("shop") => decoder.shop_file(&folder).map_or(Content::Nothing, Content::Shop),
            _ => Content::Entries(decoder.entries_file()),
        };
        problems.append(&mut decoder.problems);
    }
    ReadFile { source, content, problems, root }
}

/// What most often is behind a syntax fault on this line.
fn syntax_hint(source: &SourceFile, kind: &crate::source::yaml::FaultKind, span: Span) -> Option<Message> {
    if !matches!(kind, crate::source::yaml::FaultKind::Syntax(_)) {
        return None;
    }
    let line = source.line_column(span.start).line;
    let near = [source.line(line), source.line(line.saturating_sub(1))];
    if near.iter().any(|line| line.contains('\t')) {
        return Some(Message::new("YAML is indented with spaces, not tabs", "YAML 用空格缩进，不能用制表符"));
    }
    if near.iter().any(|line| line.split(['"', '\'']).next().is_some_and(|start| start.contains('：'))) {
        return Some(Message::new(
            "after a key stands a half-width colon and a space (`question: …`), not ：",
            "键后面要用半角冒号加空格（`question: …`），不能用全角冒号 ：",
        ));
    }
    Some(Message::new(
        "a text with `: `, ` #`, or a mark such as [ { * & ! % @ at its beginning wants quotes",
        "文字里有 `: `、` #`，或以 [ { * & ! % @ 等符号开头时，要加引号",
    ))
}

fn folder_name(path: &Path) -> String {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let name = match parent {
        Some(parent) if parent.file_name().is_some() => parent.file_name().map(ToOwned::to_owned),
        other => std::fs::canonicalize(other.unwrap_or(Path::new(".")))
            .ok()
            .and_then(|path| path.file_name().map(ToOwned::to_owned)),
    };
    name.map_or_else(|| "default".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Entries of one file with the pack they belong to.
struct Batch {
    file: FileId,
    pack: String,
    entries: Vec<RawEntry>,
}

#[derive(Default)]
struct PackDraft {
    described: Option<(RawPack, Location)>,
}

struct Assembly {
    problems: Vec<Diagnostic>,
    packs: BTreeMap<String, PackDraft>,
    shops: BTreeMap<String, (RawShop, FileId)>,
    batches: Vec<Batch>,
}

fn assemble(files: Vec<ReadFile>) -> Loaded {
    let mut assembly = Assembly {
        problems: Vec::new(),
        packs: BTreeMap::new(),
        shops: BTreeMap::new(),
        batches: Vec::new(),
    };
    // Which folder holds a pack or a shop, so that entry files find theirs.
    let mut homes: FxHashMap<PathBuf, String> = FxHashMap::default();
    for file in &files {
        let id = match &file.content {
            Content::Pack(pack) => &pack.id,
            Content::Shop(shop) => &shop.id,
            _ => continue,
        };
        homes.insert(file.source.path().parent().unwrap_or(Path::new("")).to_owned(), id.to_string());
    }
    let mut sources = Vec::with_capacity(files.len());
    for (at, mut file) in files.into_iter().enumerate() {
        let id = FileId(at as u32);
        assembly.problems.append(&mut file.problems);
        match file.content {
            Content::Entries(entries) => {
                let pack = match &entries.pack {
                    Some(pack) => pack.to_string(),
                    None => home(file.source.path(), &file.root, &homes),
                };
                assembly.batches.push(Batch { file: id, pack, entries: entries.entries });
            }
            Content::Pack(pack) => assembly.add_pack(pack, id, &file.source),
            Content::Shop(shop) => assembly.add_shop(shop, id),
            Content::Nothing => {}
        }
        sources.push(file.source);
    }
    assembly.finish(Files::new(sources))
}

/// The pack of an entry file that does not name one.
fn home(path: &Path, root: &Path, homes: &FxHashMap<PathBuf, String>) -> String {
    for folder in path.ancestors().skip(1) {
        if let Some(id) = homes.get(folder) {
            return id.clone();
        }
        if folder == root {
            break;
        }
    }
    let below = path.strip_prefix(root).unwrap_or(path);
    let mut parts = below.components();
    let first = parts.next();
    match (first, parts.next()) {
        (Some(first), Some(_)) => first.as_os_str().to_string_lossy().into_owned(),
        _ => "default".to_owned(),
    }
}

impl Assembly {
    fn report(&mut self, location: Location, problem: Problem) {
        self.problems.push(problem.at(location));
    }

    fn add_pack(&mut self, pack: RawPack, file: FileId, source: &SourceFile) {
        let location = Location { file, span: pack.id.span };
        let whole = Location { file, span: Span::new(0, source.text().len() as u32) };
        let draft = self.packs.entry(pack.id.to_string()).or_default();
        if let Some((_, first)) = &draft.described {
            let first = Location { file: first.file, span: Span::at(first.span.start) };
            let what = Message::new("pack", "行业包");
            self.report(location, Problem::DuplicateId { what, id: pack.id.to_string(), first });
            return;
        }
        draft.described = Some((pack, whole));
    }

    fn add_shop(&mut self, mut shop: RawShop, file: FileId) {
        let id = shop.id.to_string();
        if let Some((first, first_file)) = self.shops.get(&id) {
            let first = Location { file: *first_file, span: first.id.span };
            let location = Location { file, span: shop.id.span };
            self.report(location, Problem::DuplicateId { what: Message::new("shop", "店铺"), id, first });
            return;
        }
        let entries = std::mem::take(&mut shop.entries);
        if !entries.is_empty() {
            self.batches.push(Batch { file, pack: id.clone(), entries });
        }
        self.shops.insert(id, (shop, file));
    }

    fn finish(mut self, files: Files) -> Loaded {
        for batch in &self.batches {
            self.packs.entry(batch.pack.clone()).or_default();
        }
        let ids: Vec<Box<str>> = self.packs.keys().map(|id| id.as_str().into()).collect();
        let find =
            |id: &str| ids.binary_search_by(|pack| (**pack).cmp(id)).ok().map(|at| PackIndex(at as u32));
        let packs = self.build_packs(&ids, &find);
        let mut knowledge_base = KnowledgeBase { files, packs, ..KnowledgeBase::default() };
        let related = self.build_entries(&mut knowledge_base);
        let lookup = Lookup::new(&knowledge_base);
        self.resolve_related(&mut knowledge_base, &lookup, related);
        self.build_shops(&mut knowledge_base, &lookup);
        self.find_cycles(&knowledge_base);
        self.problems.sort();
        Loaded { knowledge_base, problems: self.problems }
    }

    fn build_packs(&mut self, ids: &[Box<str>], find: &dyn Fn(&str) -> Option<PackIndex>) -> Vec<Pack> {
        let mut packs = Vec::with_capacity(ids.len());
        for (id, draft) in std::mem::take(&mut self.packs) {
            let mut pack = Pack {
                id: id.into(),
                name: None,
                description: None,
                version: None,
                extends: Vec::new(),
                gates: Gates::default(),
                location: None,
            };
            if let Some((raw, location)) = draft.described {
                for extended in raw.extends {
                    let found = find(&extended);
                    if found.is_none() {
                        self.unknown_pack(&extended, location.file, ids);
                    }
                    pack.extends.push((extended, found));
                }
                pack.name = raw.name;
                pack.description = raw.description;
                pack.version = raw.version;
                pack.gates = raw.gates;
                pack.location = Some(location);
            }
            packs.push(pack);
        }
        packs
    }

    fn unknown_pack(&mut self, name: &Text, file: FileId, ids: &[Box<str>]) {
        let nearest = nearest(name, ids.iter().map(|id| &**id)).map(str::to_owned);
        let location = Location { file, span: name.span };
        self.report(location, Problem::UnknownPack { pack: name.to_string(), nearest });
    }

    /// Fill in the entries; gives back what each says about related ones, to be resolved when all are in.
    fn build_entries(&mut self, knowledge_base: &mut KnowledgeBase) -> Vec<(EntryIndex, Vec<Text>)> {
        // A shop's own entries come where its file stands in the order of paths.
        self.batches.sort_by_key(|batch| batch.file);
        let mut seen: FxHashMap<Box<str>, EntryIndex> = FxHashMap::default();
        let mut related = Vec::new();
        for batch in std::mem::take(&mut self.batches) {
            let Some(pack) = knowledge_base.find_pack(&batch.pack) else { continue };
            for raw in batch.entries {
                let key = match &raw.id {
                    Some(id) => id.to_string(),
                    None => match_key(&raw.question),
                };
                let reference: Box<str> = format!("{}/{key}", batch.pack).into();
                let location = Location { file: batch.file, span: raw.span };
                let name_at = raw.id.as_ref().map_or(raw.question.span, |id| id.span);
                if let Some(&first) = seen.get(&reference) {
                    let first = knowledge_base.entry(first);
                    let span = first.id.as_ref().map_or(first.question.span, |id| id.span);
                    let first = Location { file: first.location.file, span };
                    let what = if raw.id.is_some() {
                        Message::new("entry", "知识点")
                    } else {
                        Message::new(
                            "entry without id, known by its question,",
                            "（没有 id、以标准问为名的）知识点",
                        )
                    };
                    let problem = Problem::DuplicateId { what, id: reference.to_string(), first };
                    self.report(Location { file: batch.file, span: name_at }, problem);
                    continue;
                }
                let index = EntryIndex(knowledge_base.entries.len() as u32);
                seen.insert(reference.clone(), index);
                if !raw.related.is_empty() {
                    related.push((index, raw.related));
                }
                knowledge_base.entries.push(Entry {
                    pack,
                    id: raw.id,
                    reference,
                    question: raw.question,
                    variants: raw.variants,
                    counterexamples: raw.counterexamples,
                    keywords: raw.keywords,
                    answers: raw.answers,
                    related: Vec::new(),
                    category: raw.category,
                    tags: raw.tags,
                    validity: raw.validity,
                    status: raw.status,
                    location,
                });
            }
        }
        related
    }

    fn resolve_related(
        &mut self,
        knowledge_base: &mut KnowledgeBase,
        lookup: &Lookup,
        related: Vec<(EntryIndex, Vec<Text>)>,
    ) {
        for (index, texts) in related {
            let entry = knowledge_base.entry(index);
            let (pack, file) = (entry.pack, entry.location.file);
            let references = texts
                .into_iter()
                .map(|text| {
                    let target = self.resolve(
                        knowledge_base,
                        lookup,
                        &text,
                        Some(pack),
                        file,
                        |reference, nearest| Problem::Dangling { reference, nearest },
                    );
                    Reference { text, target }
                })
                .collect();
            knowledge_base.entries[index.0 as usize].related = references;
        }
    }

    fn resolve(
        &mut self,
        knowledge_base: &KnowledgeBase,
        lookup: &Lookup,
        text: &Text,
        pack: Option<PackIndex>,
        file: FileId,
        dangling: impl FnOnce(String, Option<String>) -> Problem,
    ) -> Option<EntryIndex> {
        let pack_id = pack.map(|pack| &*knowledge_base.pack(pack).id);
        let problem = match lookup.find(knowledge_base, text, pack_id) {
            Found::One(index) => return Some(index),
            Found::Several(candidates) => Problem::Ambiguous {
                reference: text.to_string(),
                candidates: candidates
                    .into_iter()
                    .map(|index| knowledge_base.entry(index).reference.to_string())
                    .collect(),
            },
            Found::Nothing => {
                let bare = !text.contains('/');
                // Suggestions cost a look at every entry: not for the thousandth fault.
                let nearest = (self.problems.len() < 100)
                    .then(|| {
                        let names = knowledge_base
                            .entries
                            .iter()
                            .map(|entry| if bare { entry.key() } else { &*entry.reference });
                        nearest(text, names).map(str::to_owned)
                    })
                    .flatten();
                dangling(text.to_string(), nearest)
            }
        };
        self.report(Location { file, span: text.span }, problem);
        None
    }

    fn build_shops(&mut self, knowledge_base: &mut KnowledgeBase, lookup: &Lookup) {
        let ids: Vec<Box<str>> = knowledge_base.packs.iter().map(|pack| pack.id.clone()).collect();
        for (id, (raw, file)) in std::mem::take(&mut self.shops) {
            for pack in &raw.subscribe {
                if knowledge_base.find_pack(pack).is_none() {
                    self.unknown_pack(pack, file, &ids);
                }
            }
            let own = knowledge_base.find_pack(&id);
            let answers = raw
                .answers
                .into_iter()
                .map(|(text, answers)| {
                    let target =
                        self.resolve(knowledge_base, lookup, &text, own, file, |reference, nearest| {
                            Problem::AnswerToUnknown { reference, nearest }
                        });
                    ShopAnswer { question: Reference { text, target }, answers }
                })
                .collect();
            let cards = raw
                .cards
                .into_iter()
                .map(|text| {
                    let target =
                        self.resolve(knowledge_base, lookup, &text, own, file, |reference, nearest| {
                            Problem::Dangling { reference, nearest }
                        });
                    Reference { text, target }
                })
                .collect();
            knowledge_base.shops.push(Shop {
                id: raw.id,
                name: raw.name,
                subscribe: raw.subscribe,
                common: raw.common,
                answers,
                welcome: Welcome { greeting: raw.greeting, cards },
                location: Location { file, span: raw.span },
            });
        }
    }

    /// Report each circle of `extends` once, at the smallest pack on it.
    fn find_cycles(&mut self, knowledge_base: &KnowledgeBase) {
        for start in 0..knowledge_base.packs.len() {
            let start = PackIndex(start as u32);
            let Some(path) = path_back(knowledge_base, start) else { continue };
            if path.iter().any(|&pack| pack < start) {
                continue;
            }
            let pack = knowledge_base.pack(start);
            let next = path.get(1).copied().unwrap_or(start);
            let (Some(location), Some((text, _))) =
                (pack.location, pack.extends.iter().find(|(_, found)| *found == Some(next)))
            else {
                continue;
            };
            let mut cycle: Vec<String> =
                path.iter().map(|&pack| knowledge_base.pack(pack).id.to_string()).collect();
            cycle.push(pack.id.to_string());
            self.report(Location { file: location.file, span: text.span }, Problem::PackCycle { cycle });
        }
    }
}

/// The shortest way along `extends` from `start` back to itself, without the return.
fn path_back(knowledge_base: &KnowledgeBase, start: PackIndex) -> Option<Vec<PackIndex>> {
    let mut came_from: BTreeMap<PackIndex, PackIndex> = BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(pack) = queue.pop_front() {
        for next in knowledge_base.pack(pack).extends.iter().filter_map(|&(_, found)| found) {
            if next == start {
                let mut path = vec![pack];
                while let Some(&before) = path.last().and_then(|last| came_from.get(last)) {
                    path.push(before);
                }
                path.reverse();
                return Some(path);
            }
            came_from.entry(next).or_insert_with(|| {
                queue.push_back(next);
                pack
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(files: &[(&str, &str)]) -> Loaded {
        KnowledgeBase::from_texts(files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())))
    }

    /// `path:line:column code message` of every problem.
    fn problems(files: &[(&str, &str)]) -> Vec<String> {
        let loaded = load(files);
        let show = |problem: &Diagnostic| {
            let (start, _) = loaded.knowledge_base.files.positions(problem.location);
            let path = loaded.knowledge_base.files.get(problem.location.file).display_path();
            format!("{path}:{}:{} {} {}", start.line, start.column, problem.code, problem.message.english)
        };
        loaded.problems.iter().map(show).collect()
    }

    #[test]
    fn the_short_form_is_enough() {
        let loaded = load(&[(
            "kb.yaml",
            "- question: 什么时候发货？\n  answer: 48 小时内\n  variants: [多久发货, 1]\n",
        )]);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let entry = &loaded.knowledge_base.entries[0];
        assert_eq!(&*entry.reference, "default/什么时候发货");
        let phrasings: Vec<_> = entry.phrasings().map(|text| &*text.value).collect();
        assert_eq!(phrasings, ["什么时候发货？", "多久发货", "1"]);
    }

    #[test]
    fn the_pack_comes_from_the_key_or_the_nearest_file_or_the_folder() {
        let loaded = load(&[
            ("a/deep/x.yaml", "- {id: x, question: 问}\n"),
            ("a/pack.yaml", "id: alpha\n"),
            ("b/y.yaml", "- {id: y, question: 问}\n"),
            ("c.yaml", "pack: own\nentries: [{id: z, question: 问}]\n"),
            ("s/more.yaml", "- {id: m, question: 问}\n"),
            ("s/shop.yaml", "id: shop-one\nentries: [{id: o, question: 问}]\n"),
        ]);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let references: Vec<_> =
            loaded.knowledge_base.entries.iter().map(|entry| &*entry.reference).collect();
        assert_eq!(references, ["alpha/x", "b/y", "own/z", "shop-one/m", "shop-one/o"]);
    }

    #[test]
    fn every_fault_is_reported_with_its_place() {
        let found = problems(&[
            (
                "a.yaml",
                "- id: one\n  qestion: 问\n- question: [x]\n  from: 2026-13-01\n  status: on\n  keywords: [发货]\n- 只是文字\n\
                 - id: dup\n  question: 甲\n  related: [nobody, dap]\n- id: dup\n  question: 乙\n  答案: 好\n",
            ),
            ("b.yaml", "a: [1\n"),
        ]);
        assert_eq!(
            found,
            [
                "a.yaml:1:3 KB004 an entry without `question`",
                "a.yaml:2:3 KB003 unknown key `qestion` in an entry",
                "a.yaml:3:13 KB004 expected a text, found a list",
                "a.yaml:4:9 KB004 a date is written year-month-day, such as 2026-11-12, and must exist",
                "a.yaml:5:11 KB004 status is `live`, `draft` or `retired`",
                "a.yaml:6:14 KB004 expected a set of words in brackets: each item of `keywords` is a list, as in [[发货, 几天]], found a text",
                "a.yaml:7:3 KB004 expected an entry (a mapping with `question`), found a text",
                "a.yaml:10:13 KB106 there is no entry `nobody`",
                "a.yaml:10:21 KB106 there is no entry `dap`",
                "a.yaml:11:7 KB102 the entry `a/dup` is defined twice",
                "a.yaml:13:3 KB003 unknown key `答案` in an entry",
                "b.yaml:1:4 KB001 this is not YAML: unclosed bracket '['",
            ]
            .map(|line| line.replace("a/dup", "default/dup"))
        );
    }

    #[test]
    fn packs_are_checked() {
        let found = problems(&[
            ("a/pack.yaml", "id: a\nextends: [b]\ngates: {hit_rate: 85, luck: 1}\n"),
            ("b/pack.yaml", "id: b\nextends: [c, nowhere]\n"),
            ("c/pack.yaml", "id: c\nextends: [a]\n"),
            ("d/pack.yaml", "id: c\n"),
            ("s/shop.yaml", "id: s\nsubscribe: [bb]\nanswers: {b/none: 好}\nwelcome: {cards: [x]}\n"),
        ]);
        assert_eq!(
            found,
            [
                "a/pack.yaml:2:11 KB112 packs extend each other in a circle: a → b → c → a",
                "a/pack.yaml:3:19 KB004 a gate is a number from 0 to 1, such as 0.85",
                "a/pack.yaml:3:23 KB003 unknown key `luck` in `gates`",
                "b/pack.yaml:2:14 KB111 there is no pack `nowhere`",
                "d/pack.yaml:1:5 KB102 the pack `c` is defined twice",
                "s/shop.yaml:2:13 KB111 there is no pack `bb`",
                "s/shop.yaml:3:11 KB110 an answer to `b/none`, which no pack asks",
                "s/shop.yaml:4:19 KB106 there is no entry `x`",
            ]
        );
    }

    #[test]
    fn anchors_merges_and_own_keys_work() {
        let loaded = load(&[(
            "a.yaml",
            "- &one {id: one, question: 甲, answer: &a 好的, tags: [x]}\n- {<<: *one, id: two, question: 乙}\n- {id: three, question: 丙, answer: *a, x-owner: 小王}\n",
        )]);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let answers: Vec<_> =
            loaded.knowledge_base.entries.iter().map(|entry| &*entry.answers[0].text.value).collect();
        assert_eq!(answers, ["好的"; 3]);
        assert_eq!(loaded.knowledge_base.entries[1].tags.len(), 1);
    }

    #[test]
    fn a_full_width_colon_gets_its_hint() {
        let loaded = load(&[("a.yaml", "- question：什么\n  answer: 好\n")]);
        assert!(loaded.problems[0].help.as_ref().expect("help").english.contains("half-width colon"));
    }

    #[test]
    fn references_prefer_their_own_pack() {
        let loaded = load(&[
            (
                "a/x.yaml",
                "- {id: ship, question: 甲}\n- {id: other, question: 乙, related: [ship, b/ship]}\n",
            ),
            ("b/x.yaml", "- {id: ship, question: 丙}\n- {id: only, question: 丁}\n"),
            ("c/x.yaml", "- {id: z, question: 戊, related: [ship, only]}\n"),
        ]);
        let related = |at: usize| -> Vec<_> {
            loaded.knowledge_base.entries[at]
                .related
                .iter()
                .map(|one| one.target.map(|index| index.0))
                .collect()
        };
        assert_eq!(related(1), [Some(0), Some(2)]);
        assert_eq!(related(4), [None, Some(3)]);
        assert!(loaded.problems[0].message.english.contains("a/ship, b/ship"));
    }
}
