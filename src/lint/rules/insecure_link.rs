//! # KB606 insecure-link
//!
//! A link that is not encrypted, leads to a bare address, or hides where it leads.
//!
//! ## What it does
//! Looks in answers and greetings for links with `http://`, links to an IP address, and links of URL
//! shorteners. Links to the own machine (localhost) pass.
//!
//! ## Why it matters
//! An unencrypted page can be read and changed on the way, and WeChat and browsers warn of it. Nobody can
//! see where a short link leads, today or in a year, which is why swindlers like them and platforms block
//! them.
//!
//! ## Example
//! ```yaml fail
//! - id: guide
//!   question: 在哪里看安装教程？
//!   answer: 请看 http://www.qinghe.example/guide，或 https://dwz.cn/a1b2c3。
//! ```
//! ```yaml pass
//! - id: guide
//!   question: 在哪里看安装教程？
//!   answer: 请看 https://www.qinghe.example/guide。
//! ```
//!
//! ## Fix
//! Unsafe: writes `https` for `http`; whether the page answers there you have to try. None for short links
//! and IP addresses.
//!
//! ## Settings
//! `allow`: hosts that pass, such as `["t.cn"]`; their subdomains pass too.
//!
//! # KB606 不安全链接
//!
//! 链接没有加密、指向裸 IP 地址，或者看不出要去哪里。
//!
//! ## 检查什么
//! 在答案和欢迎语里查找 `http://` 链接、指向 IP 地址的链接和短链接。指向本机（localhost）的不报告。
//!
//! ## 为什么重要
//! 没有加密的页面会被中途偷看、篡改，微信和浏览器都会弹出警告；短链接指向哪里谁也看不出来，今天和明年还可能不一样，骗子爱用，平台也常屏蔽。
//!
//! ## 修复
//! 需确认：把 `http` 改成 `https`，改完请打开试一下。短链接和 IP 地址不自动修复。
//!
//! ## 设置
//! `allow`：放行的域名，例如 `["t.cn"]`，子域名一并放行。

use std::net::Ipv4Addr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Fix, Message, Severity};
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Rule, Settings, WordHit};

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB606",
    name: "insecure-link",
    severity: Severity::Warning,
    fixes: Fixes::Unsafe,
    needs: Needs::Nothing,
    check: Check::Words(words, check),
    source: include_str!("insecure_link.rs"),
};

/// Which links pass.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Hosts {
    /// Hosts that pass, with their subdomains.
    pub allow: Vec<String>,
}

/// Public URL shorteners, Chinese ones first. Those of marketplaces for their own goods (m.tb.cn, u.jd.com,
/// v.douyin.com) are the platform's own way and not among them.
const SHORTENERS: &[&str] = &[
    "t.cn",
    "url.cn",
    "w.url.cn",
    "dwz.cn",
    "dwz.win",
    "dwz.date",
    "suo.im",
    "suo.nz",
    "suo.yt",
    "c.suo.im",
    "mrw.so",
    "985.so",
    "sourl.cn",
    "rrd.me",
    "u.nu",
    "x.co",
    "3.cn",
    "6.cn",
    "is.gd",
    "v.gd",
    "bit.ly",
    "tinyurl.com",
    "goo.gl",
    "t.co",
    "ow.ly",
    "t.ly",
    "rb.gy",
    "cutt.ly",
    "shorturl.at",
    "rebrand.ly",
    "buff.ly",
    "s.id",
    "reurl.cc",
    "lihi.cc",
    "ppt.cc",
];

/// What is wrong with a link, worst first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    Address,
    Shortened,
    Unencrypted,
}

fn words(_: &Settings) -> Vec<String> {
    let hosts = SHORTENERS.iter().map(|host| format!("{host}/"));
    ["http://".to_owned(), "https://".to_owned()].into_iter().chain(hosts).collect()
}

fn check(context: &Context<'_>, text: &LintText<'_>, hits: &[WordHit], findings: &mut Findings<'_>) {
    if !text.role.is_read() {
        return;
    }
    let value = &**text.text;
    let allow = &context.settings(text.file).insecure_link.allow;
    let mut seen = 0;
    for WordHit { word, range } in hits {
        if range.start < seen {
            continue;
        }
        let with_scheme = *word < 2;
        let joined = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '@' | '/' | '_');
        if !with_scheme && value[..range.start].ends_with(joined) {
            continue;
        }
        let host_start = if with_scheme { range.end } else { range.start };
        let end = host_start + link_length(&value[host_start..]);
        seen = end;
        let host = host_of(&value[host_start..end]).to_ascii_lowercase();
        let allowed = |own: &String| {
            let own = own.to_ascii_lowercase();
            host == own || host.strip_suffix(own.as_str()).is_some_and(|rest| rest.ends_with('.'))
        };
        if host.is_empty() || is_own_machine(&host) || allow.iter().any(allowed) {
            continue;
        }
        let fault = if host.parse::<Ipv4Addr>().is_ok() || host.starts_with('[') {
            Fault::Address
        } else if SHORTENERS.contains(&host.trim_start_matches("www.")) {
            Fault::Shortened
        } else if *word == 0 {
            Fault::Unencrypted
        } else {
            continue;
        };
        let message = match fault {
            Fault::Address => {
                Message::new("the link leads to a bare IP address", "链接指向 IP 地址，没有域名")
            }
            Fault::Shortened => Message::new(
                format!("`{host}` shortens links and hides where they lead"),
                format!("“{host}”是短链接，看不出要去哪里"),
            ),
            Fault::Unencrypted => Message::new("the link is not encrypted", "链接没有加密"),
        };
        let help = match fault {
            Fault::Unencrypted => {
                Message::new("write `https://` if the page answers there", "请改用 `https://`")
            }
            _ => Message::new("write the page's own address", "请写页面本来的网址"),
        };
        let mut finding = RULE.finding(context.locate(text, range.start..end), message).with_help(help);
        let scheme = range.start..range.start + "http".len();
        if fault == Fault::Unencrypted
            && let Some((location, replacement)) = context.replace(text, scheme, "https")
        {
            let label = Message::new("write `https`", "改成 `https`");
            finding = finding.with_fix(Fix::unsafe_(label).replace(location, replacement));
        }
        findings.push(finding);
    }
}

/// How long the link is that `text` begins with: up to what no link is written with.
fn link_length(text: &str) -> usize {
    let end = text
        .find(|c: char| !c.is_ascii_graphic() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|'));
    let link = &text[..end.unwrap_or(text.len())];
    link.trim_end_matches(['.', ',', ';', '!', '?', ')', '\'', ':']).len()
}

/// The host of `host:port/path`, a name and password before it aside.
fn host_of(link: &str) -> &str {
    let authority = link.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    if host.starts_with('[') {
        return &host[..=host.find(']').unwrap_or(host.len() - 1)];
    }
    host.split(':').next().unwrap_or_default()
}

fn is_own_machine(host: &str) -> bool {
    host == "localhost"
        || host.ends_with(".localhost")
        || host == "[::1]"
        || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lint::testing::Case;

    fn lines(answer: &str) -> Vec<String> {
        let yaml = format!("- question: 网址是什么\n  answer: \"{answer}\"\n");
        Case::of(&yaml).select("KB606").lines()
    }

    #[test]
    fn links_are_judged_by_their_host() {
        for (answer, wanted) in [
            ("看http://a.cn/b?c=1。", "KB606 [http://a.cn/b?c=1] the link is not encrypted"),
            ("看 HTTP://A.cn!", "KB606 [HTTP://A.cn] the link is not encrypted"),
            ("https://1.2.3.4:8080/x", "KB606 [https://1.2.3.4:8080/x] the link leads to a bare IP address"),
            ("http://[2001:db8::1]/x", "KB606 [http://[2001:db8::1]/x] the link leads to a bare IP address"),
            ("http://t.cn/abc😀", "KB606 [http://t.cn/abc] `t.cn` shortens links and hides where they lead"),
            ("点t.cn/abc领券", "KB606 [t.cn/abc] `t.cn` shortens links and hides where they lead"),
        ] {
            assert_eq!(lines(answer), [wanted], "{answer}");
        }
        for answer in [
            "https://www.qinghe.cn/a",
            "http://localhost:8080 http://127.0.0.1/a",
            "https://pinboard.t.cn.example/abc",
            "baidut.cn/abc",
            "https://a.cn/?u=http://b.cn",
            "http://",
        ] {
            assert!(lines(answer).is_empty(), "{answer}: {:?}", lines(answer));
        }
    }

    #[test]
    fn the_fix_changes_the_scheme_and_nothing_else() {
        let yaml = "- question: 网址是什么\n  answer: 'it''s http://a.cn 和 http://1.2.3.4/'\n";
        let fixed = Case::of(yaml).select("KB606").fixed_text();
        assert_eq!(fixed, yaml.replace("http://a.cn", "https://a.cn"));
    }

    #[test]
    fn hosts_can_be_allowed() {
        let yaml = "- {question: 甲, answer: \"http://www.qinghe.cn/a 和 http://myqinghe.cn/a\"}\n";
        let config = "[rules.insecure-link]\nallow = [\"qinghe.cn\"]\n";
        let lines = Case::of(yaml).config(config).select("KB606").lines();
        assert_eq!(lines, ["KB606 [http://myqinghe.cn/a] the link is not encrypted"]);
    }

    proptest! {
        #[test]
        fn no_link_breaks_it(link in "[a-z0-9.:/@\\[\\]?#货\"]{0,30}") {
            let length = link_length(&link);
            host_of(&link[..length]);
        }
    }
}
