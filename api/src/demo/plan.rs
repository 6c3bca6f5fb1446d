//! The action plan of the demo: a file like those of other cities, imported as theirs are.
//!
//! Invariant: what the demo shows of the import is what the import makes of the file; nothing is added by hand.

use super::content::Member;
use domain::{
    Result, Work,
    import::{self, Request, Upload},
    value::Visibility,
};

/// Aachen's plan in the project's own words.
const AACHEN: &str = include_str!("../../../examples/kora/aachen.tsv");
const AACHEN_AGS: &str = "05334002";

/// Imports the plan of a member, if there is a file of it; says how many projects it has.
///
/// # Errors
/// What the import answers.
pub async fn load(work: &Work<'_>, network: &str, member: &Member) -> Result<usize> {
    if member.ags != AACHEN_AGS {
        return Ok(0);
    }
    let request = Request {
        upload: Upload {
            name: "aachen.tsv",
            bytes: AACHEN.as_bytes(),
        },
        network,
        city: &member.ags,
        title: None,
        visibility: Some(Visibility::Public),
        progress: None,
    };
    let report = import::apply(work, &request).await?;
    Ok(report.totals.projects)
}
