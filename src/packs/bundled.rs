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
        "refunds.yaml",
        "returns.yaml",
        "shipping.yaml",
    },
];
