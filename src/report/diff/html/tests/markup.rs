//! Reads the page as strictly as no browser does: known elements, known attributes in double quotes, known
//! entities, everything closed in order.

use std::collections::BTreeSet;

const ELEMENTS: [&str; 44] = [
    "html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section", "article", "h1",
    "h2", "h3", "h4", "p", "ul", "li", "a", "span", "div", "code", "del", "ins", "br", "small", "details",
    "summary", "table", "caption", "thead", "tbody", "tr", "th", "td", "b", "strong", "em", "dl", "dt", "dd",
    "q", "ol", "bdi",
];

const EMPTY: [&str; 2] = ["meta", "br"];

const ATTRIBUTES: [&str; 14] = [
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "class",
    "id",
    "href",
    "aria-label",
    "aria-labelledby",
    "aria-hidden",
    "scope",
    "data-label",
    "open",
];

/// What a page is made of.
#[derive(Debug, Default)]
pub(super) struct Markup {
    /// The names of elements in their order.
    pub(super) elements: Vec<String>,
    /// Name and value of every attribute.
    pub(super) attributes: Vec<(String, String)>,
    /// The texts between the tags.
    pub(super) texts: Vec<String>,
}

impl Markup {
    /// Read `page`, or say what is wrong with it.
    pub(super) fn read(page: &str) -> Result<Self, String> {
        let mut rest = page.strip_prefix("<!DOCTYPE html>\n").ok_or("no document type")?;
        let mut markup = Self::default();
        let mut open: Vec<String> = Vec::new();
        while let Some(at) = rest.find('<') {
            markup.text(&rest[..at])?;
            let end = rest.find('>').ok_or("a tag without an end")?;
            let tag = &rest[at + 1..end];
            rest = &rest[end + 1..];
            if let Some(name) = tag.strip_prefix('/') {
                match open.pop() {
                    Some(opened) if opened == name => {}
                    other => return Err(format!("</{name}> where {other:?} is open")),
                }
                continue;
            }
            let name = markup.tag(tag)?;
            if name == "style" {
                let end = rest.find("</style>").ok_or("a style without an end")?;
                rest = &rest[end + "</style>".len()..];
            } else if !EMPTY.contains(&name.as_str()) {
                open.push(name);
            }
        }
        markup.text(rest)?;
        if open.is_empty() { Ok(markup) } else { Err(format!("still open: {open:?}")) }
    }

    fn tag(&mut self, tag: &str) -> Result<String, String> {
        let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        if !ELEMENTS.contains(&name) {
            return Err(format!("<{tag}> is no element of the page"));
        }
        self.elements.push(name.to_owned());
        while !rest.is_empty() {
            let (attribute, value) = rest.split_once("=\"").ok_or_else(|| format!("<{tag}>"))?;
            let (value, behind) =
                value.split_once('"').ok_or_else(|| format!("<{tag}>: no end of {attribute}"))?;
            if !ATTRIBUTES.contains(&attribute) {
                return Err(format!("<{tag}>: {attribute} is no attribute of the page"));
            }
            entities(value)?;
            self.attributes.push((attribute.to_owned(), value.to_owned()));
            rest = behind.strip_prefix(' ').unwrap_or(behind);
        }
        Ok(name.to_owned())
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        if text.contains('>') {
            return Err(format!("a stray > in {text:?}"));
        }
        entities(text)?;
        if let Some(odd) = text.chars().find(|&one| (one.is_control() && one != '\n') || is_invisible(one)) {
            return Err(format!("{odd:?} in {text:?}"));
        }
        self.texts.push(text.to_owned());
        Ok(())
    }

    /// The values of an attribute.
    pub(super) fn values(&self, name: &str) -> Vec<&str> {
        self.attributes.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// What is wrong with links, names and headings, if anything is.
    pub(super) fn fault(&self) -> Option<String> {
        let ids = self.values("id");
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        if known.len() < ids.len() {
            return Some("a name is given twice".to_owned());
        }
        let links = self.values("href").into_iter().map(|link| link.strip_prefix('#').unwrap_or("(outside)"));
        if let Some(lost) = links.chain(self.values("aria-labelledby")).find(|link| !known.contains(link)) {
            return Some(format!("nothing is called {lost}"));
        }
        let mut level = 0;
        for heading in self.elements.iter().filter(|name| matches!(&***name, "h1" | "h2" | "h3" | "h4")) {
            let next = heading.as_bytes()[1] - b'0';
            if next > level + 1 {
                return Some(format!("{heading} below h{level}"));
            }
            level = next;
        }
        let count = |name: &str| self.elements.iter().filter(|known| *known == name).count();
        (count("th") != self.values("scope").len()).then(|| "a head of a table without scope".to_owned())
    }
}

fn entities(text: &str) -> Result<(), String> {
    for behind in text.split('&').skip(1) {
        let known = ["amp;", "lt;", "gt;", "quot;", "#39;"];
        if !known.iter().any(|entity| behind.starts_with(entity)) {
            return Err(format!("a bare & in {text:?}"));
        }
    }
    Ok(())
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
