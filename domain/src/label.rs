//! Names of values for readers, in German and English.
//!
//! Invariant: every value of a closed list that readers meet has both names.

use crate::{
    language::Words,
    value::{
        ExpertiseCapacity, ExpertiseKind, ItemKind, PeerGroupKind, ProjectPhase, ProjectStatus,
        RingState, TransferOutcome, TransferStage,
    },
};

/// Where a project stands.
pub fn status(status: ProjectStatus) -> Words {
    match status {
        ProjectStatus::Idea => Words::new("Idee", "Idea"),
        ProjectStatus::Planned => Words::new("Geplant", "Planned"),
        ProjectStatus::InProgress => Words::new("In Umsetzung", "In progress"),
        ProjectStatus::OnHold => Words::new("Pausiert", "On hold"),
        ProjectStatus::Blocked => Words::new("Blockiert", "Blocked"),
        ProjectStatus::Completed => Words::new("Abgeschlossen", "Completed"),
        ProjectStatus::InOperation => Words::new("Verstetigt", "In operation"),
        ProjectStatus::Abandoned => Words::new("Abgebrochen", "Abandoned"),
    }
}

/// How mature a project is.
pub fn phase(phase: ProjectPhase) -> Words {
    match phase {
        ProjectPhase::Idea => Words::new("P1 Idee", "P1 Idea"),
        ProjectPhase::Concept => Words::new("P2 Konzept und Prototyp", "P2 Concept and prototype"),
        ProjectPhase::Pilot => Words::new("P3 Pilot", "P3 Pilot"),
        ProjectPhase::Embedded => Words::new("P4 Verstetigung", "P4 Embedded"),
        ProjectPhase::Transferring => Words::new("P5 Transfer", "P5 Transfer"),
    }
}

/// What an item says.
pub fn kind(kind: ItemKind) -> Words {
    match kind {
        ItemKind::Idea => Words::new("Umsetzungsidee", "Implementation idea"),
        ItemKind::Measure => Words::new("Maßnahme", "Measure"),
        ItemKind::Milestone => Words::new("Meilenstein", "Milestone"),
        ItemKind::SuccessFactor => Words::new("Erfolgsfaktor", "Success factor"),
        ItemKind::MilestoneOrFactor => Words::new(
            "Meilenstein oder Erfolgsfaktor",
            "Milestone or success factor",
        ),
        ItemKind::Indicator => Words::new(
            "Indikator der Zielerreichung",
            "Indicator of goal achievement",
        ),
        ItemKind::Lesson => Words::new("Erkenntnis", "Lesson learnt"),
    }
}

/// How far a transfer link has come.
pub fn stage(stage: TransferStage) -> Words {
    match stage {
        TransferStage::Suggested => Words::new("Vorgeschlagen", "Suggested"),
        TransferStage::Proposed => Words::new("Beiden Seiten angetragen", "Proposed"),
        TransferStage::Contacted => Words::new("Kontakt aufgenommen", "Contacted"),
        TransferStage::AcceptedBySource => Words::new(
            "Von der gebenden Seite angenommen",
            "Accepted by the source",
        ),
        TransferStage::AcceptedByAdopter => Words::new(
            "Von der lernenden Seite angenommen",
            "Accepted by the adopter",
        ),
        TransferStage::Accepted => {
            Words::new("Von beiden Seiten angenommen", "Accepted by both sides")
        }
        TransferStage::Understand => Words::new("Verstehen", "Understand"),
        TransferStage::Adapt => Words::new("Anpassen", "Adapt"),
        TransferStage::Reuse => Words::new("Anwenden", "Reuse"),
        TransferStage::Completed => Words::new("Abgeschlossen", "Completed"),
        TransferStage::Declined => Words::new("Abgelehnt", "Declined"),
        TransferStage::Paused => Words::new("Pausiert", "Paused"),
        TransferStage::Abandoned => Words::new("Abgebrochen", "Abandoned"),
    }
}

/// What came of a transfer.
pub fn outcome(outcome: TransferOutcome) -> Words {
    match outcome {
        TransferOutcome::None => Words::new("Ohne Ergebnis", "Nothing came of it"),
        TransferOutcome::Inspired => Words::new("Anregung", "Inspired"),
        TransferOutcome::Adapted => Words::new("Angepasst", "Adapted"),
        TransferOutcome::Replicated => Words::new("Übernommen", "Replicated"),
        TransferOutcome::RejectedAfterReview => {
            Words::new("Geprüft und verworfen", "Rejected after review")
        }
    }
}

/// Whether expertise is offered or looked for.
pub fn expertise_kind(kind: ExpertiseKind) -> Words {
    match kind {
        ExpertiseKind::Offer => Words::new("Angebot", "Offer"),
        ExpertiseKind::Request => Words::new("Gesuch", "Request"),
    }
}

/// How much time is offered or looked for.
pub fn expertise_capacity(capacity: ExpertiseCapacity) -> Words {
    match capacity {
        ExpertiseCapacity::Question => Words::new(
            "Eine Frage per Telefon oder E-Mail",
            "A question by phone or mail",
        ),
        ExpertiseCapacity::Call => {
            Words::new("Ein Gespräch von einer Stunde", "A conversation of an hour")
        }
        ExpertiseCapacity::Visit => Words::new("Ein Besuch vor Ort", "A visit"),
        ExpertiseCapacity::Mentoring => {
            Words::new("Begleitung über Monate", "Accompaniment over months")
        }
    }
}

/// By what the cities of a peer group are chosen.
pub fn peer_group_kind(kind: PeerGroupKind) -> Words {
    match kind {
        PeerGroupKind::Rule => Words::new("Nach einer Regel", "By a rule"),
        PeerGroupKind::NearestNeighbour => Words::new("Nächste Nachbarn", "Nearest neighbours"),
        PeerGroupKind::Ring => Words::new("Vergleichsring", "Ring"),
        PeerGroupKind::AdHoc => Words::new("Ausgewählte Kommunen", "Chosen municipalities"),
    }
}

/// What a city answered to the invitation to a ring.
pub fn ring_state(state: RingState) -> Words {
    match state {
        RingState::Invited => Words::new("Eingeladen", "Invited"),
        RingState::Accepted => Words::new("Mitglied", "Member"),
        RingState::Declined => Words::new("Abgelehnt", "Declined"),
        RingState::Left => Words::new("Ausgeschieden", "Left"),
    }
}
