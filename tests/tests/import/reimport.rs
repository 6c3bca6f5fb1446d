//! A file that is imported again, and a new version of it.
//!
//! Invariant: whatever people have done meanwhile is still there afterwards.

use super::{WITHOUT_ITEMS, place::Place};
use domain::{
    id::ProjectItemId,
    import::{Change, ProjectDiff, Report},
    value::{Certainty, ItemKind, TransferStage, Visibility},
};
use entity::{project, project_item, transfer_link};
use sea_orm::{EntityTrait, Set};

const FIRST: &str = "Nr.\tAktionsfeld\tArbeitstitel\tUmsetzungsideen\tIndikatoren\tErfahrungstransfer\tVorsätze\n\
    1\tB Umgang mit Politik\tRad\t<ul><li>Wege</li><li>Plätze</li></ul>\tMehr Wege\tBonn Leipzig Augsburg\tWeiter\n\
    2\t\tFuß\tTeilvorhaben 1: Bänke\tMehr Bänke\tBonn\t\n\
    3\t\tBus\tSpuren\t\tLeipzig\t\n";

/// Another title, an idea less and one more, Leipzig and Augsburg gone, Hannover new; a new project, one gone.
const SECOND: &str = "Nr.\tAktionsfeld\tArbeitstitel\tUmsetzungsideen\tIndikatoren\tErfahrungstransfer\tVorsätze\n\
    1\tB Umgang mit Politik\tRadverkehr\t<ul><li>Plätze</li><li>Brücken</li></ul>\tMehr Wege\tBonn Hannover\tWeiter\n\
    2\t\tFuß\tTeilvorhaben 1: Bänke\tMehr Bänke\tBonn\t\n\
    4\t\tBahn\tHalte\t\tNürnberg\t\n";

fn change(report: &Report, number: i32) -> Change {
    of(report, number).change
}

fn of(report: &Report, number: i32) -> &ProjectDiff {
    report
        .diff
        .projects
        .iter()
        .find(|project| project.number == number)
        .unwrap()
}

/// The plan is there already.
pub async fn the_same_file_changes_nothing(place: &Place) {
    let before = (
        place.projects().await,
        place.items().await,
        place.links().await,
        place.cells().await,
    );
    assert_eq!((before.0.len(), before.2.len()), (7, 37));
    let report = place.import("plan.tsv", WITHOUT_ITEMS).await.unwrap();
    assert!(
        report.diff.is_empty() && report.diff.is_same_file,
        "{:?}",
        report.diff
    );
    let after = (
        place.projects().await,
        place.items().await,
        place.links().await,
        place.cells().await,
    );
    assert_eq!(before, after);
    // The same plan in other bytes is kept as a second source, and changes nothing else.
    let spaced = format!("\n{WITHOUT_ITEMS}");
    let report = place.import("plan.tsv", &spaced).await.unwrap();
    assert!(report.diff.is_empty() && !report.diff.is_same_file);
    assert_eq!(place.projects().await, before.0);
    assert_eq!(place.cells().await.len(), before.3.len() * 2);
}

/// A coordinator has proposed Leipzig, and an editor has written down a lesson.
async fn people_decide(place: &Place) -> (transfer_link::Model, ProjectItemId) {
    let first = place.projects().await.remove(0);
    let links = place.links().await;
    let taken_up = links
        .iter()
        .find(|link| {
            link.source_city_ags == "14713000" && link.adopter_project_id == Some(first.id)
        })
        .unwrap();
    let row = transfer_link::ActiveModel {
        id: Set(taken_up.id),
        stage: Set(TransferStage::Accepted),
        ..Default::default()
    };
    transfer_link::Entity::update(row)
        .exec(&place.tables)
        .await
        .unwrap();
    let lesson = ProjectItemId(domain::Work::new_id());
    place
        .put(project_item::ActiveModel {
            id: Set(lesson),
            tenant_id: Set(first.tenant_id),
            project_id: Set(first.id),
            sub_project_id: Set(None),
            kind: Set(ItemKind::Lesson),
            position: Set(9),
            text: Set("Früh reden".to_owned()),
            mention_count: Set(None),
            certainty: Set(Certainty::Recognised),
            visibility: Set(Some(Visibility::Tenant)),
        })
        .await;
    (
        place
            .links()
            .await
            .into_iter()
            .find(|link| link.id == taken_up.id)
            .unwrap(),
        lesson,
    )
}

pub async fn a_new_version_keeps_what_people_decided(place: &Place) {
    place.import("plan.tsv", FIRST).await.unwrap();
    let (taken_up, lesson) = people_decide(place).await;
    let before = place.projects().await;
    let items = place.items().await;
    let preview = place.preview("plan.tsv", SECOND).await.unwrap();
    let report = place.import("plan.tsv", SECOND).await.unwrap();
    assert_eq!(preview.diff.projects.len(), report.diff.projects.len());
    assert_eq!(
        [1, 2, 3, 4].map(|number| change(&report, number)),
        [
            Change::Changed,
            Change::Unchanged,
            Change::Vanished,
            Change::New
        ]
    );
    let first = of(&report, 1);
    assert_eq!(first.new_mentions, ["Hannover"]);
    assert_eq!(first.withdrawn_mentions, ["Augsburg"]);
    assert_eq!(first.kept_mentions, ["Leipzig"]);
    let after = place.projects().await;
    let ids = |rows: &[project::Model]| {
        rows.iter()
            .map(|row| (row.sequence_no, row.id, row.revision))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ids(&after).get(1..3),
        ids(&before).get(1..3),
        "what is unchanged or gone from the file is not touched"
    );
    assert_eq!(
        after
            .iter()
            .map(|row| row.working_title.as_str())
            .collect::<Vec<_>>(),
        ["Radverkehr", "Fuß", "Bus", "Bahn"]
    );
    let links = place.links().await;
    assert!(
        links.contains(&taken_up),
        "a link that was taken up stays as it is"
    );
    let of_first: Vec<&str> = links
        .iter()
        .filter(|link| link.adopter_project_id == Some(after.first().unwrap().id))
        .map(|link| link.source_city_ags.as_str())
        .collect();
    assert_eq!(of_first, ["05314000", "14713000", "03241001"]);
    parts_keep_their_ids(place, &items, lesson).await;
}

async fn parts_keep_their_ids(
    place: &Place,
    before: &[project_item::Model],
    lesson: ProjectItemId,
) {
    let after = place.items().await;
    let id = |rows: &[project_item::Model], text: &str| {
        rows.iter()
            .find(|item| item.text == text)
            .map(|item| item.id)
    };
    assert_eq!(id(&after, "Plätze"), id(before, "Plätze"));
    assert_eq!(id(&after, "Wege"), None);
    assert!(id(&after, "Brücken").is_some());
    assert!(after.iter().any(|item| item.id == lesson
        && item.position == 4
        && item.visibility == Some(Visibility::Tenant)));
}

pub async fn what_has_no_column_stays(place: &Place) {
    place.import("plan.tsv", FIRST).await.unwrap();
    let before = (
        place.items().await,
        place.links().await,
        place.sub_projects().await,
    );
    let titles = "Nr.\tArbeitstitel\n1\tRad\n2\tFuß\n3\tBus und Bahn\n";
    let report = place.import("plan.tsv", titles).await.unwrap();
    assert_eq!(
        [1, 2, 3].map(|number| change(&report, number)),
        [Change::Unchanged, Change::Unchanged, Change::Changed]
    );
    let after = (
        place.items().await,
        place.links().await,
        place.sub_projects().await,
    );
    assert_eq!(before, after);
    assert_eq!(place.resolutions(place.plan().await.id).await.len(), 1);
}
