//! The packs of the folder `kb`, generated from it; `RENEW=1 cargo test --test packs` writes it anew.

use super::{BundledPack, pack};

/// All of them, by id.
pub const BUNDLED: &[BundledPack] = &[
    pack! {
        "apparel":
        "care.yaml",
        "fit.yaml",
        "materials.yaml",
        "pack.yaml",
        "quality.yaml",
        "sizes.yaml",
        "styling.yaml",
    },
    pack! {
        "appliance":
        "faults.yaml",
        "installation.yaml",
        "maintenance.yaml",
        "pack.yaml",
        "specs.yaml",
        "usage.yaml",
    },
    pack! {
        "beauty":
        "makeup.yaml",
        "pack.yaml",
        "safety.yaml",
        "skin.yaml",
        "storage.yaml",
        "usage.yaml",
    },
    pack! {
        "common":
        "aftersales.yaml",
        "complaints.yaml",
        "coupons.yaml",
        "exchanges.yaml",
        "greeting.yaml",
        "invoices.yaml",
        "logistics.yaml",
        "membership.yaml",
        "orders.yaml",
        "pack.yaml",
        "payment.yaml",
        "products.yaml",
        "refunds.yaml",
        "returns.yaml",
        "shipping.yaml",
    },
    pack! {
        "common-en":
        "account.yaml",
        "after-sales.yaml",
        "chat.yaml",
        "delivery.yaml",
        "offers.yaml",
        "orders.yaml",
        "pack.yaml",
        "products.yaml",
    },
    pack! {
        "digital":
        "audio.yaml",
        "battery.yaml",
        "hardware.yaml",
        "pack.yaml",
        "performance.yaml",
        "system.yaml",
    },
    pack! {
        "education":
        "courses.yaml",
        "enrolment.yaml",
        "exams-and-campus.yaml",
        "learning.yaml",
        "pack.yaml",
        "schedule.yaml",
    },
    pack! {
        "finance":
        "accounts.yaml",
        "card-application.yaml",
        "card-billing.yaml",
        "card-service.yaml",
        "loans.yaml",
        "pack.yaml",
    },
    pack! {
        "food":
        "dates.yaml",
        "eating.yaml",
        "fresh.yaml",
        "nutrition.yaml",
        "pack.yaml",
        "spec.yaml",
    },
    pack! {
        "footwear":
        "care.yaml",
        "comfort.yaml",
        "details.yaml",
        "materials.yaml",
        "pack.yaml",
        "sizes.yaml",
    },
    pack! {
        "government":
        "benefits.yaml",
        "fund.yaml",
        "household.yaml",
        "identity.yaml",
        "pack.yaml",
        "services.yaml",
        "social.yaml",
    },
    pack! {
        "logistics":
        "claims.yaml",
        "fees.yaml",
        "items.yaml",
        "pack.yaml",
        "sending.yaml",
        "transit.yaml",
    },
    pack! {
        "medical":
        "checks.yaml",
        "hospital.yaml",
        "insurance.yaml",
        "pack.yaml",
        "register.yaml",
        "visit.yaml",
    },
    pack! {
        "mother-baby":
        "clothing-and-preparation.yaml",
        "diapers.yaml",
        "feeding.yaml",
        "formula.yaml",
        "gear-and-toys.yaml",
        "pack.yaml",
    },
    pack! {
        "travel":
        "documents-and-changes.yaml",
        "pack.yaml",
        "preparation.yaml",
        "prices.yaml",
        "routes.yaml",
        "stay-and-transport.yaml",
    },
];
