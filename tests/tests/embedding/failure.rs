//! A model that fails, in every way that it can.
//!
//! Invariant: it is asked a bounded number of times, and every search answers as if there were none.

use super::{
    copy, embedder_of, id_of, meanings,
    model::{LanguageModel, Mood},
    public_projects, release, settings, similar, write,
};
use crate::{
    desk::{AACHEN, Desk},
    harness::Backend,
    tenancy::on_both,
};
use api::embedding::embedder;
use chrono::TimeDelta;
use domain::{actor::Role, clock::Clock};
use std::{collections::HashSet, time::Duration};

on_both!(a_model_that_fails_is_left_alone_and_nothing_else_fails);
on_both!(a_text_that_is_refused_holds_up_no_other);

async fn a_model_that_fails_is_left_alone_and_nothing_else_fails(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let id = id_of(&desk.nobody(), "P002").await;
    let plain = similar(&desk.nobody(), &id).await;
    assert!(meanings(&plain).is_empty());
    let mut last = None;
    let moods = [
        (Mood::Gone, 3),
        (Mood::Silent, 3),
        (Mood::Garbage, 3),
        (Mood::TooFew, 3),
        (Mood::Ragged, 3),
        (Mood::Zero, 3),
        (Mood::Busy, 1),
        (Mood::Broken, 3),
        (Mood::Forbidden, 3),
        // Each text of the first batch may be the one that is refused, until three were refused alone.
        (Mood::Refuses(""), 8),
    ];
    for (mood, most) in moods {
        let model = LanguageModel::start();
        model.set(mood);
        let copy = copy(&desk).await;
        let mut settings = settings(&model);
        if mood == Mood::Silent {
            settings.timeout = Duration::from_secs(1);
        }
        let mut embedder = embedder(&settings, &copy.store).unwrap();
        for _ in 0..4 {
            embedder.round(&copy.store).await.unwrap();
        }
        let answered = similar(&copy.nobody(), &id).await;
        assert_eq!(answered, plain, "{mood:?}");
        // When the breaker has cooled down, it is tried again once.
        let later = after(&desk, &model, 1).await;
        for _ in 0..3 {
            embedder.round(&later.store).await.unwrap();
        }
        let again = if mood == Mood::Refuses("") { 5 } else { 1 };
        let asked = model.asked().len();
        assert!((1..=most + again).contains(&asked), "{mood:?}: {asked}");
        last = Some((embedder, model));
    }
    let (mut embedder, model) = last.unwrap();
    model.set(Mood::Good);
    let later = after(&desk, &model, 2).await;
    embedder.round(&later.store).await.unwrap();
    let found = similar(&later.nobody(), &id).await;
    assert!(meanings(&found).len() > 20, "{found:#?}");
}

/// The same database hours later, with the model.
async fn after(desk: &Desk, model: &LanguageModel, hours: i64) -> Desk {
    let moment = desk.store.clock().now() + TimeDelta::hours(hours);
    let later = desk.at(Clock::Stopped(moment)).await;
    drop(embedder_of(&later, model));
    later
}

async fn a_text_that_is_refused_holds_up_no_other(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Admin);
    let (plan, id) = write(&owner, "Zulangkanari").await;
    release(&owner, &plan, 1, "PUBLIC").await;
    let model = LanguageModel::start();
    model.set(Mood::Refuses("Zulangkanari"));
    let mut embedder = embedder_of(&desk, &model);
    embedder.round(&desk.store).await.unwrap();
    let texts: HashSet<String> = model.texts().into_iter().collect();
    assert_eq!(texts.len(), public_projects(&desk).await);
    embedder.round(&desk.store).await.unwrap();
    assert_eq!(model.texts(), Vec::<String>::new(), "it was set aside");
    assert!(meanings(&similar(&desk.nobody(), &id).await).is_empty());
    let other = id_of(&desk.nobody(), "P002").await;
    let found = similar(&desk.nobody(), &other).await;
    assert_eq!(meanings(&found).len(), found.len());
}
