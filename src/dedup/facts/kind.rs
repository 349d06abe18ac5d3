//! The kinds of facts; only facts of one kind are ever compared.
//!
//! What converts exactly is one kind (hours and days, kilograms and 斤); what does not is several: a month has
//! no fixed number of days, and a working day is no day.

use crate::diagnostic::Message;

/// What kind of fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKind {
    /// Seconds to weeks, in minutes.
    Duration,
    /// Working days.
    WorkingDays,
    /// Months and years, in months.
    Months,
    /// Yuan.
    Amount,
    /// US dollars, and what `$` stands for.
    Dollars,
    /// Euros.
    Euros,
    /// Pounds sterling.
    Pounds,
    /// Per cent; ‰ and 万分之 too.
    Percentage,
    /// 折: tenths of the price.
    Discount,
    /// 件: pieces.
    Pieces,
    /// 次: times.
    Times,
    /// A day of the calendar: the number `20261111`, or `1111` without a year.
    Date,
    /// Minutes after midnight, up to 2,879, as a span may end on the next day; 2,880 more where the text
    /// leaves open whether morning or evening is meant (8 点).
    TimeOfDay,
    /// Millimetres.
    Length,
    /// Grams.
    Weight,
    /// Millilitres.
    Volume,
    /// Yes (1) or no (0), at the beginning.
    Consent,
}

impl FactKind {
    /// What it is called.
    pub fn name(self) -> Message {
        let (english, chinese) = match self {
            Self::Duration => ("duration", "时长"),
            Self::WorkingDays => ("working days", "工作日"),
            Self::Months => ("months and years", "年月"),
            Self::Amount => ("amount", "金额"),
            Self::Dollars => ("amount in dollars", "美元金额"),
            Self::Euros => ("amount in euros", "欧元金额"),
            Self::Pounds => ("amount in pounds", "英镑金额"),
            Self::Percentage => ("percentage", "百分比"),
            Self::Discount => ("discount", "折扣"),
            Self::Pieces => ("number of pieces", "件数"),
            Self::Times => ("number of times", "次数"),
            Self::Date => ("date", "日期"),
            Self::TimeOfDay => ("time of day", "时刻"),
            Self::Length => ("length", "长度"),
            Self::Weight => ("weight", "重量"),
            Self::Volume => ("volume", "容量"),
            Self::Consent => ("yes or no", "是否"),
        };
        Message::new(english, chinese)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        use FactKind as K;
        let kinds = [
            K::Duration,
            K::WorkingDays,
            K::Months,
            K::Amount,
            K::Dollars,
            K::Euros,
            K::Pounds,
            K::Percentage,
            K::Discount,
            K::Pieces,
            K::Times,
            K::Date,
            K::TimeOfDay,
            K::Length,
            K::Weight,
            K::Volume,
            K::Consent,
        ];
        for (at, kind) in kinds.iter().enumerate() {
            let name = kind.name();
            assert!(!name.english.is_empty() && !name.chinese.is_empty());
            for other in &kinds[..at] {
                assert_ne!(name.english, other.name().english);
                assert_ne!(name.chinese, other.name().chinese);
            }
        }
    }
}
