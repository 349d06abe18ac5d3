//! Putting the files of a knowledge base together: packs, entries, shops, and what refers to what.
//!
//! Everything here goes in the order of paths and of ids, never in the order in which files were read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::decode::{RawEntry, RawPack, RawShop};
use super::entry::{Entry, EntryIndex, Reference, Text};
use super::gates::Gates;
use super::knowledge_base::{Found, KnowledgeBase, Lookup, Pack, PackIndex};
use super::load::{Content, Loaded, ReadFile};
use super::mend;
use super::problem::{Problem, nearest};
use super::shop::{Shop, ShopAnswer, Welcome};
use crate::diagnostic::{Diagnostic, Fix, Message, Safety};
use crate::source::{FileId, Files, Location, SourceFile, Span};
use crate::text::match_key;

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

/// Where an entry is mentioned.
struct Mention<'a> {
    /// Every mention of the list or mapping it stands in.
    siblings: &'a [&'a Text],
    file: FileId,
    /// The pack that is meant where several have the id.
    pack: Option<PackIndex>,
    /// The entry that mentions, which cannot mean itself.
    own: Option<EntryIndex>,
    kind: MentionKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum MentionKind {
    /// An item of a list: `related`, `cards`.
    Item,
    /// A key of a shop's answers.
    Answer,
}

struct Assembly {
    problems: Vec<Diagnostic>,
    packs: BTreeMap<String, PackDraft>,
    shops: BTreeMap<String, (RawShop, FileId)>,
    batches: Vec<Batch>,
    /// Whether some file could not be read whole. What it hides may be what a reference names, so that a
    /// reference to nothing must not be mended.
    incomplete: bool,
}

pub(super) fn assemble(files: Vec<ReadFile>) -> Loaded {
    let mut assembly = Assembly {
        problems: Vec::new(),
        packs: BTreeMap::new(),
        shops: BTreeMap::new(),
        batches: Vec::new(),
        incomplete: false,
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
        self.report_with(location, problem, None);
    }

    fn report_with(&mut self, location: Location, problem: Problem, fix: Option<Fix>) {
        let mut problem = problem.at(location);
        problem.fix = fix;
        self.problems.push(problem);
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
        self.incomplete = self.problems.iter().any(|problem| problem.code.starts_with("KB0"));
        for batch in &self.batches {
            self.packs.entry(batch.pack.clone()).or_default();
        }
        let ids: Vec<Box<str>> = self.packs.keys().map(|id| id.as_str().into()).collect();
        let find =
            |id: &str| ids.binary_search_by(|pack| (**pack).cmp(id)).ok().map(|at| PackIndex(at as u32));
        let packs = self.build_packs(&ids, &find, &files);
        let mut knowledge_base = KnowledgeBase { files, packs, ..KnowledgeBase::default() };
        let related = self.build_entries(&mut knowledge_base);
        let lookup = Lookup::new(&knowledge_base);
        self.resolve_related(&mut knowledge_base, &lookup, related);
        self.build_shops(&mut knowledge_base, &lookup);
        self.find_cycles(&knowledge_base);
        self.problems.sort();
        Loaded { knowledge_base, problems: self.problems }
    }

    fn build_packs(
        &mut self,
        ids: &[Box<str>],
        find: &dyn Fn(&str) -> Option<PackIndex>,
        files: &Files,
    ) -> Vec<Pack> {
        let mut packs = Vec::with_capacity(ids.len());
        for (id, draft) in std::mem::take(&mut self.packs) {
            let mut pack = Pack {
                id: id.into(),
                name: None,
                description: None,
                language: None,
                version: None,
                extends: Vec::new(),
                gates: Gates::default(),
                location: None,
            };
            if let Some((raw, location)) = draft.described {
                self.report_unknown_packs(&raw.extends, &pack.id, location.file, ids, files);
                pack.extends = raw
                    .extends
                    .into_iter()
                    .map(|extended| {
                        let found = find(&extended);
                        (extended, found)
                    })
                    .collect();
                pack.name = raw.name;
                pack.description = raw.description;
                pack.language = raw.language;
                pack.version = raw.version;
                pack.gates = raw.gates;
                pack.location = Some(location);
            }
            packs.push(pack);
        }
        packs
    }

    /// Report those of `names`, which `own` extends or subscribes to, that are no pack. One that resembles a
    /// pack that is not in the list yet can be mended; `own` itself cannot be meant.
    fn report_unknown_packs(
        &mut self,
        names: &[Text],
        own: &str,
        file: FileId,
        ids: &[Box<str>],
        files: &Files,
    ) {
        let mut taken: Vec<&str> = names.iter().map(|name| &**name).collect();
        for name in names.iter().filter(|name| ids.binary_search(&name.value).is_err()) {
            let location = Location { file, span: name.span };
            let nearest = nearest(name, ids.iter().map(|id| &**id).filter(|id| *id != own));
            let free = |meant: &&str| !self.incomplete && !taken.contains(meant);
            let fix = nearest.filter(free).and_then(|meant| {
                taken.push(meant);
                mend::rewrite(files.get(file).text(), location, name, meant, Safety::Unsafe)
            });
            let nearest = nearest.map(str::to_owned);
            self.report_with(location, Problem::UnknownPack { pack: name.to_string(), nearest }, fix);
        }
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
                    validity_spans: raw.validity_spans,
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
            let mention = Mention {
                siblings: &texts.iter().collect::<Vec<_>>(),
                file: entry.location.file,
                pack: Some(entry.pack),
                own: Some(index),
                kind: MentionKind::Item,
            };
            let targets = self.resolve_all(knowledge_base, lookup, &mention);
            knowledge_base.entries[index.0 as usize].related = references(texts, targets);
        }
    }

    /// What each of the siblings names; those that name nothing, or several entries, are reported.
    fn resolve_all(
        &mut self,
        knowledge_base: &KnowledgeBase,
        lookup: &Lookup,
        mention: &Mention<'_>,
    ) -> Vec<Option<EntryIndex>> {
        let pack_id = mention.pack.map(|pack| &*knowledge_base.pack(pack).id);
        let found: Vec<Found> =
            mention.siblings.iter().map(|text| lookup.find(knowledge_base, text, pack_id)).collect();
        let targets: Vec<Option<EntryIndex>> = found
            .iter()
            .map(|found| if let Found::One(index) = found { Some(*index) } else { None })
            .collect();
        if targets.iter().any(Option::is_none) {
            let mut taken: Vec<EntryIndex> = targets.iter().flatten().copied().chain(mention.own).collect();
            for (text, found) in mention.siblings.iter().zip(found) {
                self.report_mention(knowledge_base, lookup, mention, text, found, &mut taken);
            }
        }
        targets
    }

    /// Report a mention that does not name one entry. `taken` are the entries that the list has already.
    fn report_mention(
        &mut self,
        knowledge_base: &KnowledgeBase,
        lookup: &Lookup,
        mention: &Mention<'_>,
        text: &Text,
        found: Found,
        taken: &mut Vec<EntryIndex>,
    ) {
        let location = Location { file: mention.file, span: text.span };
        let reference = text.to_string();
        match found {
            Found::One(_) => {}
            Found::Several(candidates) => {
                let name = |index| knowledge_base.entry(index).reference.to_string();
                let candidates = candidates.into_iter().map(name).collect();
                self.report(location, Problem::Ambiguous { reference, candidates });
            }
            // Suggestions cost a look at every entry: not for the thousandth fault.
            Found::Nothing if self.problems.len() >= 100 => {
                self.report(location, mention.kind.dangling(reference, None));
            }
            Found::Nothing => {
                let bare = !text.contains('/');
                let names = knowledge_base
                    .indexed()
                    .filter(|(index, _)| Some(*index) != mention.own)
                    .map(|(_, entry)| if bare { entry.key() } else { &*entry.reference });
                let meant = nearest(text, names);
                let pack_id = mention.pack.map(|pack| &*knowledge_base.pack(pack).id);
                let target = meant.map(|meant| lookup.find(knowledge_base, meant, pack_id));
                let file = knowledge_base.files.get(mention.file);
                let fix = match (meant, target) {
                    _ if self.incomplete => None,
                    (Some(meant), Some(Found::One(index))) if !taken.contains(&index) => {
                        taken.push(index);
                        mend::rewrite(file.text(), location, text, meant, Safety::Unsafe)
                    }
                    // It could be several: somebody has to say which.
                    (_, Some(Found::Several(_))) => None,
                    _ if mention.kind == MentionKind::Item => mend::remove_item(file.structure(), location),
                    _ => None,
                };
                let problem = mention.kind.dangling(reference, meant.map(str::to_owned));
                self.report_with(location, problem, fix);
            }
        }
    }

    fn build_shops(&mut self, knowledge_base: &mut KnowledgeBase, lookup: &Lookup) {
        let ids: Vec<Box<str>> = knowledge_base.packs.iter().map(|pack| pack.id.clone()).collect();
        for (id, (raw, file)) in std::mem::take(&mut self.shops) {
            self.report_unknown_packs(&raw.subscribe, &id, file, &ids, &knowledge_base.files);
            let pack = knowledge_base.find_pack(&id);
            let questions: Vec<&Text> = raw.answers.iter().map(|(question, _)| question).collect();
            let mention = Mention { siblings: &questions, file, pack, own: None, kind: MentionKind::Answer };
            let targets = self.resolve_all(knowledge_base, lookup, &mention);
            let answers = raw
                .answers
                .into_iter()
                .zip(targets)
                .map(|((text, answers), target)| ShopAnswer { question: Reference { text, target }, answers })
                .collect();
            let cards: Vec<&Text> = raw.cards.iter().collect();
            let mention = Mention { siblings: &cards, file, pack, own: None, kind: MentionKind::Item };
            let targets = self.resolve_all(knowledge_base, lookup, &mention);
            let cards = references(raw.cards, targets);
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

impl MentionKind {
    fn dangling(self, reference: String, nearest: Option<String>) -> Problem {
        match self {
            Self::Item => Problem::Dangling { reference, nearest },
            Self::Answer => Problem::AnswerToUnknown { reference, nearest },
        }
    }
}

fn references(texts: Vec<Text>, targets: Vec<Option<EntryIndex>>) -> Vec<Reference> {
    texts.into_iter().zip(targets).map(|(text, target)| Reference { text, target }).collect()
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
