//! An evaluation in sentences.

use super::EvalOutcome;
use super::words::{NO_VALUE, count, difference, figure_value, joined, percent, plain, value_and_limit};
use crate::diagnostic::Language;
use crate::eval::{GateResult, NO_PACK, Presence, Regression, Report, Verdict};
use crate::model::Figure;

/// What a report calls a pack, or all of them: its name and its id.
pub(super) fn pack_title(report: &Report, pack: Option<&str>, language: Language) -> String {
    let Some(id) = pack else { return language.pick("all", "合计").to_owned() };
    if id == NO_PACK {
        return language.pick("(no pack)", "（未归属）").to_owned();
    }
    let name = report.packs.iter().find(|known| known.pack == id).and_then(|known| known.name.as_deref());
    match name {
        Some(name) if name != id => plain(&format!("{name} ({id})")),
        _ => plain(id),
    }
}

/// The run in one line: engine, thresholds, day, shop.
pub(super) fn circumstances(report: &Report, language: Language) -> String {
    let threshold =
        |value: Option<f64>| value.map_or_else(|| NO_VALUE.to_owned(), |value| format!("{value:.3}"));
    let (direct, recommend) = (threshold(report.thresholds.direct), threshold(report.thresholds.recommend));
    let engine = plain(&report.engine);
    let mut text = match language {
        Language::English => format!("engine {engine}, thresholds {direct} / {recommend}"),
        Language::Chinese => format!("引擎 {engine}，阈值：直接命中 {direct}，推荐 {recommend}"),
    };
    if !report.as_of.is_empty() {
        text += language.pick(", as of ", "，日期 ");
        text += &plain(&report.as_of);
    }
    if let Some(shop) = &report.shop {
        text += language.pick(", shop ", "，店铺 ");
        text += &plain(shop);
    }
    if report.within_packs {
        text += language.pick(", each question within its pack", "，各行业包内提问");
    }
    text
}

/// The whole in one paragraph of plain words.
pub(super) fn summary(report: &Report, language: Language) -> String {
    let figures = &report.overall;
    let mut sentences: Vec<String> = Vec::new();
    if figures.rows == 0 {
        return language.pick("There was no row to evaluate.", "没有可以评测的问题。").to_owned();
    }
    let (expecting, covered) = (figures.expecting, figures.covered);
    if expecting > 0 {
        let share = percent(figures.coverage.value);
        sentences.push(match language {
            Language::English => format!(
                "The knowledge base covers {covered} of {expecting} questions that should be answered ({share})."
            ),
            Language::Chinese => {
                format!("{expecting} 个应当回答的问题里，知识库覆盖了 {covered} 个（{share}）。")
            }
        });
    }
    if covered > 0 {
        let (right, wrong) = (count(&figures.hit_rate), count(&figures.wrong_rate));
        let (offered, none) = (count(&figures.recommend_rate), count(&figures.none_rate));
        let share = percent(figures.hit_rate.value);
        sentences.push(match language {
            Language::English => format!(
                "Of {} that it covers, {right} got the right answer at once ({share}), {offered} \
                 got a choice of candidates, {none} got no answer and {wrong} got a wrong answer.",
                questions(covered)
            ),
            Language::Chinese => format!(
                "在覆盖的 {covered} 个问题中，{right} 个一次就答对了（{share}），{offered} 个只给出了推荐，\
                 {none} 个没有答案，{wrong} 个答错了。"
            ),
        });
    }
    if figures.expecting_nothing > 0 {
        let nothing = figures.expecting_nothing;
        let (rejected, answered) = (count(&figures.reject_rate), count(&figures.false_answer_rate));
        let offered = nothing.saturating_sub(rejected).saturating_sub(answered);
        sentences.push(match language {
            Language::English => format!(
                "Of {} that nothing should answer, {rejected} got no answer, which is right, {offered} got a \
                 choice of candidates and {answered} got an answer.",
                questions(nothing)
            ),
            Language::Chinese => format!(
                "另有 {nothing} 个问题不该回答：{rejected} 个正确地没有作答，{offered} 个给出了推荐，\
                 {answered} 个被误答。"
            ),
        });
    }
    let (tested, answered) = (&figures.entry_coverage, &figures.answer_coverage);
    if tested.denominator > 0 {
        let (live, tested, answered) = (tested.denominator, count(tested), count(answered));
        sentences.push(match language {
            Language::English => format!(
                "Of {live} live entries, {tested} {} asked for in these rows and {answered} {} an answer.",
                plural(tested, "is", "are"),
                plural(answered, "has", "have")
            ),
            Language::Chinese => format!("{live} 个在线知识点中，{tested} 个被问到，{answered} 个有答案。"),
        });
    }
    sentences.join(language.pick(" ", ""))
}

fn questions(number: u64) -> String {
    format!("{number} {}", plural(number, "question", "questions"))
}

fn plural(number: u64, one: &'static str, several: &'static str) -> &'static str {
    if number == 1 { one } else { several }
}

/// The gates, each with its mark; those of packs without a row in one line at the end.
pub(super) fn gates(outcome: &EvalOutcome, language: Language) -> Vec<(Verdict, String)> {
    let report = &outcome.report;
    let has_rows = |pack: &str| report.packs.iter().any(|known| known.pack == pack && known.figures.rows > 0);
    let (with_rows, without): (Vec<_>, Vec<_>) = outcome
        .gates
        .iter()
        .partition(|gate| gate.verdict != Verdict::NotMeasured || gate.pack.as_deref().is_none_or(has_rows));
    let mut lines: Vec<_> = with_rows.iter().map(|one| (one.verdict, gate(report, one, language))).collect();
    let mut packs: Vec<String> = without.iter().filter_map(|gate| gate.pack.as_deref()).map(plain).collect();
    packs.dedup();
    if !packs.is_empty() {
        let (all, names) = (without.len(), packs.join(language.pick(", ", "、")));
        let mark = mark(Verdict::NotMeasured);
        let words = match language {
            Language::English => {
                format!(
                    "{mark} {all} {} of packs without a row: {names}",
                    plural(all as u64, "gate", "gates")
                )
            }
            Language::Chinese => format!("{mark} 没有问题的行业包有 {all} 个门槛未测：{names}"),
        };
        lines.push((Verdict::NotMeasured, words));
    }
    lines
}

/// One gate with its mark.
pub(super) fn gate(report: &Report, gate: &GateResult, language: Language) -> String {
    let mark = mark(gate.verdict);
    let pack = pack_title(report, gate.pack.as_deref(), language);
    format!("{mark} {pack}{}{}", language.pick(": ", "："), gate_words(gate, language))
}

/// One gate without pack and mark.
pub(super) fn gate_words(gate: &GateResult, language: Language) -> String {
    let figure = gate.figure.label(language);
    let (value, limit) = value_and_limit(gate.figure, gate.value, gate.limit);
    let bound = if gate.figure.higher_is_better() {
        language.pick("at least", "不低于")
    } else {
        language.pick("at most", "不高于")
    };
    match (language, gate.verdict) {
        (Language::English, Verdict::NotMeasured) => {
            format!("{figure} was not measured, wanted {bound} {limit}")
        }
        (Language::English, _) => format!("{figure} {value}, wanted {bound} {limit}"),
        (Language::Chinese, Verdict::NotMeasured) => format!("{figure}没有数据，要求{bound} {limit}"),
        (Language::Chinese, _) => format!("{figure} {value}，要求{bound} {limit}"),
    }
}

/// The mark of a verdict.
pub(super) const fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "✓",
        Verdict::Missed => "✗",
        Verdict::NotMeasured => NO_VALUE,
    }
}

/// One regression with its mark.
pub(super) fn regression(report: &Report, regression: &Regression, language: Language) -> String {
    let pack = pack_title(report, regression.pack.as_deref(), language);
    let change = &regression.change;
    let value = |value| figure_value(change.figure, value);
    format!(
        "✗ {pack}{}{} {} → {} ({}{})",
        language.pick(": ", "："),
        change.figure.label(language),
        value(change.before),
        value(change.after),
        change.delta.map_or_else(|| NO_VALUE.to_owned(), |delta| difference(change.figure, delta)),
        if change.figure == Figure::Mrr { "" } else { language.pick(" points", " 个百分点") },
    )
}

/// How it went in a few words: what is missed, or that nothing is.
pub(super) fn headline(outcome: &EvalOutcome, language: Language) -> String {
    let missed = outcome.gates.iter().filter(|gate| gate.missed()).count();
    let regressed = outcome.regressions.len();
    let mut parts: Vec<String> = Vec::new();
    if missed > 0 {
        parts.push(match language {
            Language::English => {
                format!("{missed} of {} gates missed", outcome.gates.len())
            }
            Language::Chinese => format!("{} 项门槛中有 {missed} 项未达到", outcome.gates.len()),
        });
    }
    if regressed > 0 {
        parts.push(match language {
            Language::English => {
                format!(
                    "{regressed} {} worse than the baseline allows",
                    plural(regressed as u64, "figure is", "figures are")
                )
            }
            Language::Chinese => format!("{regressed} 项指标比基线退步过多"),
        });
    }
    if parts.is_empty() && outcome.gates.iter().any(|gate| gate.verdict == Verdict::Passed) {
        parts.push(language.pick("all measured gates kept", "已测量的门槛全部达到").to_owned());
    }
    parts.join(language.pick(", ", "，"))
}

/// What a reader must know to read the figures rightly.
pub(super) fn notes(outcome: &EvalOutcome, language: Language) -> Vec<String> {
    let report = &outcome.report;
    let mut notes: Vec<String> = Vec::new();
    if !report.label_packs.is_empty() {
        let packs = plain(&joined(report.label_packs.iter().map(String::as_str), language.pick(", ", "、")));
        notes.push(match language {
            Language::English => format!(
                "no entry of these packs has an answer, so they are taken for labels and test recognition alone: {packs}"
            ),
            Language::Chinese => {
                format!("以下行业包没有任何答案，只当作标签使用，仅评测识别是否正确：{packs}")
            }
        });
    }
    let inputs = &report.inputs;
    if inputs.skipped > 0 {
        let reasons: Vec<String> = inputs
            .skipped_by_reason
            .iter()
            .map(|(kind, rows)| format!("{} {rows}", skip_reason(kind, language)))
            .collect();
        let reasons = reasons.join(language.pick(", ", "，"));
        let (rows, skipped) = (inputs.rows, inputs.skipped);
        notes.push(match language {
            Language::English => format!(
                "{skipped} {} skipped ({reasons}); {rows} {} evaluated",
                plural(skipped, "row was", "rows were"),
                plural(rows, "was", "were")
            ),
            Language::Chinese => format!("跳过了 {skipped} 行（{reasons}），评测了 {rows} 行"),
        });
    }
    if inputs.not_customer > 0 {
        let rows = inputs.not_customer;
        notes.push(match language {
            Language::English => {
                format!("{rows} {} not written by a customer", plural(rows, "row was", "rows were"))
            }
            Language::Chinese => format!("{rows} 行不是客户说的话，没有计入"),
        });
    }
    if inputs.failed > 0 {
        let rows = inputs.failed;
        notes.push(match language {
            Language::English => {
                format!("the engine failed on {rows} {}, counted as no answer", plural(rows, "row", "rows"))
            }
            Language::Chinese => format!("引擎在 {rows} 行上出错，按无答案计算"),
        });
    }
    if let Some(comparison) = &outcome.comparison {
        notes.extend(comparison.circumstances.iter().map(|message| plain(message.in_language(language))));
        for scope in &comparison.scopes {
            let pack = pack_title(report, scope.pack.as_deref(), language);
            match scope.presence {
                Presence::Both => {}
                Presence::OnlyBefore => {
                    notes.push(match language {
                        Language::English => format!("{pack} is only in the baseline"),
                        Language::Chinese => format!("只有基线里有 {pack}"),
                    });
                }
                Presence::OnlyAfter => {
                    notes.push(match language {
                        Language::English => format!("{pack} is not in the baseline"),
                        Language::Chinese => format!("基线里没有 {pack}"),
                    });
                }
            }
        }
    }
    notes.extend(outcome.notes.iter().map(|message| plain(message.in_language(language))));
    notes
}

/// A kind of reason to skip a row in words; one that is not known here as it is.
fn skip_reason(kind: &str, language: Language) -> String {
    let (english, chinese) = match kind {
        "no_question" => ("no question", "问题为空"),
        "too_few_cells" => ("too few cells", "单元格太少"),
        "too_many_cells" => ("too many cells", "单元格太多"),
        "bad_number" => ("not a number", "不是数字"),
        "bad_flag" => ("neither yes nor no", "不是“是”或“否”"),
        "zero_count" => ("count 0", "次数为 0"),
        "bad_json" => ("not JSON", "不是 JSON"),
        "bad_utf8" => ("not UTF-8", "不是 UTF-8"),
        "too_long" => ("too long", "太长"),
        "unclosed_quote" => ("unclosed quote", "引号没有闭合"),
        "ambiguous_label" => ("ambiguous label", "标签有歧义"),
        other => return plain(other),
    };
    language.pick(english, chinese).to_owned()
}
