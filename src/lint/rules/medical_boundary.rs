//! # KB604 medical-boundary
//!
//! A bot that diagnoses or prescribes, or speaks of symptoms without sending people to a doctor.
//!
//! ## What it does
//! Looks at medical entries: those of packs whose id or name is one of `packs`, and those with such a
//! category or tag, or with 医 or 诊 in their category. Reports words of diagnosis and prescription in an
//! answer (确诊为, 建议服用, 每日三次, 根治, 无副作用), unless the sentence leaves it to the doctor or the leaflet;
//! and answers to questions about symptoms and medicines that lack a `note` such as 不能代替医生诊断.
//!
//! Questions about appointments, fees and places pass, whatever symptom they name.
//!
//! ## Why it matters
//! Only a doctor may diagnose and prescribe (医师法; 互联网诊疗管理办法). A customer who relies on a bot instead
//! may come to harm.
//!
//! ## Example
//! ```yaml fail
//! # file: medical/faq.yaml
//! - id: fever
//!   question: 孩子发烧怎么办？
//!   answer: 建议服用退烧药，每日三次。
//! ```
//! ```yaml pass
//! # file: medical/faq.yaml
//! - id: fever
//!   question: 孩子发烧怎么办？
//!   answer: 多喝水、注意休息，体温超过 38.5 度请及时就医。以上内容不能代替医生诊断。
//! - id: register
//!   question: 发烧挂什么号？
//!   answer: 请挂发热门诊，在一楼西侧。
//! ```
//!
//! ## Fix
//! None: leave it to the doctor, and say so.
//!
//! ## Settings
//! `packs`: words that make a pack, category or tag medical; `["medical", "医疗", "医院", "health"]` if not
//! given. `note`: phrases of which one must stand in an answer about symptoms.
//!
//! # KB604 医疗边界
//!
//! 机器人在诊断、开药，或者谈症状时没有提醒就医。
//!
//! ## 检查什么
//! 检查医疗类知识点：行业包的 id 或名称、知识点的类目或标签属于 `packs`，或者类目里有“医”“诊”字。答案里出现诊断和处方用语（确诊为、建议服用、每日三次、根治、无副作用）就报告，句子里说明遵医嘱或按说明书的除外；问症状、用药的问题，答案里没有“不能代替医生诊断”之类 `note` 的也报告。
//!
//! 问挂号、费用、地点的问题，提到什么症状都不报告。
//!
//! ## 为什么重要
//! 只有医师可以诊断和开处方（《医师法》《互联网诊疗管理办法》）。顾客听信机器人，可能耽误病情。
//!
//! ## 修复
//! 不自动修复：请把判断留给医生，并在答案里说明。
//!
//! ## 设置
//! `packs`：判断行业包、类目、标签是否医疗类的词，默认 `["medical", "医疗", "医院", "health"]`。`note`：谈症状的答案里至少要有其中一句。

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::guard::{clause_before, is_denied, sentence};
use crate::lint::medical::is_medical;
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Rule};
use crate::text::CharacterClasses;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB604",
    name: "medical-boundary",
    severity: Severity::Warning,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Text(CharacterClasses::HAN, check),
    source: include_str!("medical_boundary.rs"),
};

/// What is medical, and what must be said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Boundary {
    /// Words that make a pack, category or tag medical.
    pub packs: Vec<String>,
    /// Phrases of which one must stand in an answer about symptoms.
    pub note: Vec<String>,
}

impl Default for Boundary {
    fn default() -> Self {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Self {
            packs: owned(&["medical", "医疗", "医院", "health"]),
            note: owned(&[
                "不替代医生",
                "不能替代",
                "不能代替",
                "不可替代",
                "不构成诊断",
                "不作为诊断",
                "仅供参考",
                "遵医嘱",
                "遵照医嘱",
                "医生为准",
                "医师为准",
                "医生诊断为准",
                "医生的诊断为准",
                "及时就医",
                "尽快就医",
                "立即就医",
                "到医院就诊",
                "及时就诊",
                "尽快就诊",
                "咨询医生",
                "咨询医师",
                "咨询药师",
                "在医生指导下",
                "在医师指导下",
            ]),
        }
    }
}

/// Diagnosis and prescription.
const DOCTORS_WORDS: &[&str] = &[
    "您得的是",
    "你得的是",
    "您这是",
    "确诊为",
    "诊断为",
    "可以断定",
    "建议服用",
    "建议口服",
    "建议用药",
    "推荐服用",
    "每日三次",
    "每日两次",
    "每日一次",
    "每天三次",
    "每天两次",
    "一日三次",
    "一日两次",
    "每次一片",
    "每次两片",
    "每次一粒",
    "每次两粒",
    "一次一片",
    "一次两片",
    "一次两粒",
    "加大剂量",
    "剂量为",
    "根治",
    "治愈率",
    "药到病除",
    "无副作用",
    "没有副作用",
    "零副作用",
    "包治",
    "保证治好",
    "无效退款",
];
/// Words of a sentence that leaves it to those who may say it.
const LEFT_TO_THE_DOCTOR: &[&str] =
    &["遵医嘱", "医生", "医师", "药师", "说明书", "处方", "医院", "如果", "是否", "若"];
/// Questions about symptoms and medicines.
const SYMPTOMS: &[&str] = &[
    "症状",
    "疼",
    "痛",
    "发烧",
    "发热",
    "咳嗽",
    "用药",
    "什么药",
    "吃药",
    "头晕",
    "恶心",
    "呕吐",
    "腹泻",
    "拉肚子",
    "出血",
    "怎么治",
    "怎么治疗",
    "过敏了",
    "失眠",
    "皮疹",
    "瘙痒",
    "剂量",
    "副作用",
];
/// Questions about the house and not the illness.
const OF_THE_HOUSE: &[&str] = &[
    "挂号",
    "挂什么",
    "哪个科",
    "什么科",
    "预约",
    "几楼",
    "在哪",
    "时间",
    "报销",
    "费用",
    "多少钱",
    "价格",
    "医保",
    "病历",
    "发热门诊",
    "疼痛科",
    "无痛",
    "取药",
    "买药",
    "药店",
    "快递",
    "发票",
    "疼爱",
    "心疼",
    "痛快",
];

fn check(context: &Context<'_>, text: &LintText<'_>, findings: &mut Findings<'_>) {
    let (true, Some(index)) = (text.role.is_read(), text.entry) else { return };
    let entry = context.knowledge_base.entry(index);
    let Boundary { packs, note } = &context.settings(text.file).medical_boundary;
    if !is_medical(context.knowledge_base.pack(entry.pack), entry, packs) || !context.is_to_be_read(text) {
        return;
    }
    let value = &**text.text;
    for word in DOCTORS_WORDS {
        for (start, found) in value.match_indices(word) {
            let range = start..start + found.len();
            let around = sentence(value, &range);
            let conditional = clause_before(value, &range).contains(['如', '若', '被', '经']);
            if is_denied(value, &range)
                || conditional
                || LEFT_TO_THE_DOCTOR.iter().any(|word| around.contains(word))
            {
                continue;
            }
            let message = Message::new(
                format!("`{found}` diagnoses, prescribes or promises a cure"),
                format!("“{found}”属于诊断、开药或保证疗效"),
            );
            let help =
                Message::new("leave it to the doctor, and say so", "请把判断留给医生，例如“请遵医嘱用药”");
            findings.push(RULE.finding(context.locate(text, range), message).with_help(help));
        }
    }
    let question = &*entry.question;
    let about_symptoms = SYMPTOMS.iter().any(|word| question.contains(word))
        && !OF_THE_HOUSE.iter().any(|word| question.contains(word));
    if about_symptoms && !note.iter().any(|note| value.contains(note.as_str())) {
        let message = Message::new(
            "the answer speaks of symptoms or medicines and does not send people to a doctor",
            "答案谈到症状或用药，但没有提醒就医",
        );
        let help = Message::new(
            "add a note such as “以上内容不能代替医生诊断，请及时就医”",
            "请加上提醒，例如“以上内容不能代替医生诊断，请及时就医”",
        );
        findings.push(RULE.finding(text.location(), message).with_help(help));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::Case;

    fn lines(path: &str, yaml: &str) -> Vec<String> {
        Case::files(&[(path, yaml)]).select("KB604").lines()
    }

    #[test]
    fn only_medical_entries_are_looked_at() {
        let yaml = "- {question: 头痛怎么办, answer: 建议服用止痛药}\n";
        assert_eq!(lines("health-care/faq.yaml", yaml).len(), 2);
        assert!(lines("healthy-food/faq.yaml", yaml).is_empty());
        let with =
            |key: &str| lines("p/faq.yaml", &yaml.replace("头痛怎么办,", &format!("头痛怎么办, {key},")));
        assert_eq!(with("category: 门诊").len(), 2);
        assert_eq!(with("tags: [医疗]").len(), 2);
        assert!(with("category: 物流").is_empty());
    }

    #[test]
    fn what_is_left_to_the_doctor_passes() {
        for answer in [
            "请遵医嘱，一般每日三次。请及时就医",
            "如确诊为流感，请隔离。请及时就医",
            "目前无法根治，请尽快就医",
            "疗效因人而异，不是没有副作用，请咨询医生",
        ] {
            let yaml = format!("- {{question: 头痛怎么办, answer: \"{answer}\"}}\n");
            assert!(lines("medical/faq.yaml", &yaml).is_empty(), "{answer}");
        }
        let yaml = "- {question: 怎么办, answer: 这种病可以根治}\n";
        assert_eq!(
            lines("medical/faq.yaml", yaml),
            ["KB604 [根治] `根治` diagnoses, prescribes or promises a cure"]
        );
    }

    #[test]
    fn the_notes_can_be_told() {
        let yaml = "- {question: 头痛怎么办, answer: 请拨打 120}\n";
        let config = "[rules.medical-boundary]\nnote = [\"120\"]\n";
        let case = Case::files(&[("medical/faq.yaml", yaml)]).select("KB604");
        assert_eq!(case.lines().len(), 1);
        assert!(case.config(config).lines().is_empty());
    }

    #[test]
    fn a_shops_answer_counts_too() {
        let case = Case::files(&[
            ("medical/faq.yaml", "- {id: head, question: 头痛怎么办, answer: 请及时就医}\n"),
            ("s/shop.yaml", "id: s\nsubscribe: [medical]\nanswers: {medical/head: 吃点药就好}\n"),
        ]);
        assert_eq!(case.select("KB604").lines().len(), 1);
    }
}
