//! Links and e-mail addresses.

use std::ops::Range;

use super::plain::Plain;
use super::{FactTopic, Found, Value};

/// Beginnings that make a link of whatever follows.
const SCHEMES: &[&str] = &["https://", "http://"];

/// Ends of names that are domains without any beginning; `.pdf` and the like are none.
const DOMAINS: &[&str] = &[
    "com", "cn", "net", "org", "top", "shop", "vip", "xyz", "cc", "io", "me", "tv", "info", "gov", "edu",
    "co", "hk", "tw", "mo", "jp", "kr", "uk", "us", "ru", "de", "fr", "eu", "sg", "app", "dev", "store",
    "online", "site", "club", "wang", "ltd", "group", "tech", "ink", "fun", "link", "live", "asia", "biz",
    "mobi", "pub", "work",
];

/// What ends a sentence rather than a link.
const BEHIND: &[char] = &['.', '!', '?', ']', '\'', ':', '*', '~'];

/// Every link, with scheme and host in small letters and without a slash at its end as its value.
pub(super) fn links(plain: &Plain<'_>, found: &mut Found) {
    let text = &plain.text;
    let mut at = 0;
    while let Some(start) = text[at..].find(is_of_link).map(|length| at + length) {
        let length = text[start..].find(|c: char| !is_of_link(c));
        at = length.map_or(text.len(), |length| start + length);
        in_run(&text[start..at], |link| {
            let range = start + link.start..start + link.end;
            found.add(FactTopic::Link, value(plain, range.clone()), plain.original(range));
        });
    }
}

/// What links are written with; addresses hold brackets and commas too, but hardly those that customers read.
fn is_of_link(c: char) -> bool {
    c.is_ascii_graphic() && !"\"<>\\^`{|}(),;".contains(c)
}

/// The links in what could be one: those without scheme, and from the first scheme on one that may hold
/// others (?to=https://).
fn in_run(run: &str, mut report: impl FnMut(Range<usize>)) {
    let scheme = SCHEMES.iter().filter_map(|scheme| run.find(scheme)).min();
    let before = &run[..scheme.unwrap_or(run.len())];
    let mut at = 0;
    while at < before.len() {
        match named(before, at) {
            Some(end) => {
                report(at..at + before[at..end].trim_end_matches(BEHIND).len());
                at = end;
            }
            None => at += 1,
        }
    }
    let Some(start) = scheme else { return };
    let link = run[start..].trim_end_matches(BEHIND);
    let host = link.split_once("://").map_or("", |(_, host)| host);
    if host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[') {
        report(start..start + link.len());
    }
}

/// Where a link without scheme, or an e-mail address, ends that begins at `at`.
fn named(run: &str, at: usize) -> Option<usize> {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+');
    if !run[at..].starts_with(|c: char| c.is_ascii_alphanumeric())
        || run[..at].ends_with(|c: char| is_of_name(c) || matches!(c, '.' | '@' | '/'))
    {
        return None;
    }
    let name = run[at..].find(|c: char| !is_of_name(c) && c != '.').map_or(run.len(), |length| at + length);
    if run[name..].starts_with('@') {
        let host = &run[name + 1..];
        let length = host_length(host)?;
        return Some(name + 1 + length);
    }
    let host = host_length(&run[at..])?;
    let rest = &run[at + host..];
    let port = rest.strip_prefix(':').map_or(0, |port| port.bytes().take_while(u8::is_ascii_digit).count());
    let port = if port > 0 { port + 1 } else { 0 };
    let end = at + host + port;
    Some(if run[end..].starts_with(['/', '?', '#']) { run.len() } else { end })
}

/// How long the domain is that `text` begins with.
fn host_length(text: &str) -> Option<usize> {
    let length =
        text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(text.len());
    let host = text[..length].trim_end_matches(['.', '-']);
    let (name, top) = host.rsplit_once('.')?;
    let sound = name.split('.').all(|label| !label.is_empty());
    (sound && (DOMAINS.contains(&top) || name.starts_with("www."))).then_some(host.len())
}

/// The link with its host in small letters; paths tell capitals apart.
fn value(plain: &Plain<'_>, range: Range<usize>) -> Value {
    let small = &plain.text[range.clone()];
    let scheme = SCHEMES.iter().find(|scheme| small.starts_with(**scheme)).map_or(0, |scheme| scheme.len());
    let host = small[scheme..].find(['/', '?', '#']).map_or(small.len(), |length| scheme + length);
    let path = &plain.original[plain.original(range.start + host..range.end)];
    Value::Text(format!("{}{}", &small[..host], path.strip_suffix('/').unwrap_or(path)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Found::default();
        links(&Plain::of(text), &mut found);
        found.list.into_iter().map(|statement| &text[statement.span]).collect()
    }

    fn values(text: &str) -> Vec<Value> {
        let mut found = Found::default();
        links(&Plain::of(text), &mut found);
        found.list.into_iter().map(|statement| statement.value).collect()
    }

    #[test]
    fn links_end_where_they_end() {
        for (text, wanted) in [
            ("请看https://www.qinghe.cn/help?id=3#a，谢谢", &["https://www.qinghe.cn/help?id=3#a"][..]),
            ("(http://a.cn/b).", &["http://a.cn/b"]),
            ("见HTTP://A.cn。或 http://b.cn！", &["HTTP://A.cn", "http://b.cn"]),
            ("https://a.cn,https://b.cn/x,c.cn", &["https://a.cn", "https://b.cn/x", "c.cn"]),
            ("https://a.cn/?u=http://b.cn/", &["https://a.cn/?u=http://b.cn/"]),
            ("官网qinghe.com.cn/faq可查", &["qinghe.com.cn/faq"]),
            ("www.qinghe.example打开", &["www.qinghe.example"]),
            ("发到service@qinghe.cn即可", &["service@qinghe.cn"]),
            ("qinghe.cn:8080", &["qinghe.cn:8080"]),
            ("http://1.2.3.4/a", &["http://1.2.3.4/a"]),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
        for text in
            ["3.5折", "说明书.pdf和a.docx", "v2.0.1", "http://", "e.g. it", "a@b", "你.cn", "…..", "U.S.A"]
        {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn one_link_written_in_two_ways() {
        for (one, other) in [
            ("https://A.cn/", "https://a.cn"),
            ("HTTPS://a.cn/Bc", "https://a.cn/Bc/"),
            ("ｗｗｗ.a.cn", "www.a.cn"),
        ] {
            assert_eq!(values(one), values(other));
            assert_eq!(values(one).len(), 1, "{one}");
        }
        assert_ne!(values("t.cn/Ab"), values("t.cn/ab"));
        assert_ne!(values("http://a.cn"), values("https://a.cn"));
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "([a-c.:/@?#,()-]|https?://|www\\.|\\.cn|[，货Ａ]){0,20}") {
            for link in found(&text) {
                prop_assert!(!link.is_empty());
            }
        }
    }
}
