//! Names of values for readers, in German and English.
//!
//! Invariant: every value of a closed list that readers meet has both names.

use crate::{
    language::Words,
    value::{
        ConfStatus, Confidence, ExpertiseCapacity, ExpertiseKind, Frequency, IndicatorKind,
        ItemKind, ObsStatus, PeerGroupKind, Plausibility, Polarity, ProjectPhase, ProjectStatus,
        RingState, TransferOutcome, TransferStage, ValueKind, ValueType, Visibility, Withheld,
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

/// Why a figure is withheld, as a sentence.
pub fn withheld(reason: Withheld) -> Words {
    match reason {
        Withheld::MinContributors => Words::new(
            "Nicht alles wird gezeigt, weil zu wenige Kommunen dazu beitragen.",
            "Not everything is shown, because too few cities contribute to it.",
        ),
        Withheld::Dominance => Words::new(
            "Nicht gezeigt, weil sich der Wert einer einzelnen Kommune abschätzen ließe.",
            "Not shown, because the value of a single city could be estimated.",
        ),
        Withheld::Secondary => Words::new(
            "Nicht gezeigt, weil es zusammen mit einer anderen Gruppe einzelne Kommunen verriete.",
            "Not shown, because together with another group it would give single cities away.",
        ),
        Withheld::Differencing => Words::new(
            "Nicht gezeigt, weil der Unterschied zu früher Veröffentlichtem einzelne Kommunen verriete.",
            "Not shown, because the difference to what was published before would give single cities away.",
        ),
        Withheld::Embargo => Words::new(
            "Noch nicht gezeigt, weil Werte bis zu einem späteren Zeitpunkt zurückgehalten werden.",
            "Not shown yet, because values are held back until later.",
        ),
        Withheld::NotGranted => Words::new(
            "Nicht gezeigt, weil es nur die Mitglieder des Vergleichsrings sehen.",
            "Not shown, because only members of the ring see it.",
        ),
    }
}

/// Which direction is the good one.
pub fn polarity(polarity: Polarity) -> Words {
    match polarity {
        Polarity::HigherBetter => Words::new("Mehr ist besser", "More is better"),
        Polarity::LowerBetter => Words::new("Weniger ist besser", "Less is better"),
        Polarity::Neutral => Words::new("Ohne Richtung", "Neither way"),
    }
}

/// What an indicator measures in the chain of effects.
pub fn indicator_kind(kind: IndicatorKind) -> Words {
    match kind {
        IndicatorKind::Input => Words::new("Einsatz", "Input"),
        IndicatorKind::Output => Words::new("Leistung", "Output"),
        IndicatorKind::Outcome => Words::new("Wirkung", "Outcome"),
        IndicatorKind::Impact => Words::new("Langfristige Wirkung", "Impact"),
    }
}

/// What the values of an indicator are.
pub fn value_type(value_type: ValueType) -> Words {
    match value_type {
        ValueType::Number => Words::new("Anzahl oder Menge", "Number"),
        ValueType::Rate => Words::new("Anteil oder Quote", "Rate"),
        ValueType::Ordinal => Words::new("Note auf einer Skala", "Grade on a scale"),
        ValueType::Boolean => Words::new("Ja oder nein", "Yes or no"),
        ValueType::Trend => Words::new("Richtung", "Direction"),
    }
}

/// How often an indicator is collected.
pub fn frequency(frequency: Frequency) -> Words {
    match frequency {
        Frequency::Annual => Words::new("Jährlich", "Every year"),
        Frequency::Biennial => Words::new("Alle zwei Jahre", "Every two years"),
        Frequency::Irregular => Words::new("Unregelmäßig", "Irregularly"),
    }
}

/// What a value stands for.
pub fn value_kind(kind: ValueKind) -> Words {
    match kind {
        ValueKind::Measured => Words::new("Gemessen", "Measured"),
        ValueKind::Target => Words::new("Ziel", "Target"),
        ValueKind::Planned => Words::new("Geplant", "Planned"),
    }
}

/// The status of a value.
pub fn obs_status(status: ObsStatus) -> Words {
    match status {
        ObsStatus::Normal => Words::new("Normal", "Normal"),
        ObsStatus::Break => Words::new("Bruch in der Zeitreihe", "Break in the series"),
        ObsStatus::Estimated => Words::new("Geschätzt", "Estimated"),
        ObsStatus::NotApplicable => Words::new("Nicht anwendbar", "Not applicable"),
        ObsStatus::NotSignificant => Words::new("Nicht aussagekräftig", "Not significant"),
        ObsStatus::Missing => Words::new("Fehlt", "Missing"),
        ObsStatus::Provisional => Words::new("Vorläufig", "Provisional"),
        ObsStatus::Unreliable => Words::new("Wenig verlässlich", "Low reliability"),
    }
}

/// Whether a value is shown, or only counts.
pub fn conf_status(status: ConfStatus) -> Words {
    match status {
        ConfStatus::Free => Words::new("Frei", "Free"),
        ConfStatus::Confidential => Words::new("Vertraulich", "Confidential"),
        ConfStatus::NotForPublication => {
            Words::new("Nicht zur Veröffentlichung", "Not for publication")
        }
    }
}

/// Whether a value was checked.
pub fn plausibility(plausibility: Plausibility) -> Words {
    match plausibility {
        Plausibility::Unchecked => Words::new("Ungeprüft", "Unchecked"),
        Plausibility::Checked => Words::new("Geprüft", "Checked"),
        Plausibility::Contested => Words::new("Angezweifelt", "Contested"),
    }
}

/// How well a value is documented.
pub fn confidence(confidence: Confidence) -> Words {
    match confidence {
        Confidence::High => Words::new("Hoch", "High"),
        Confidence::Medium => Words::new("Mittel", "Medium"),
        Confidence::Low => Words::new("Gering", "Low"),
    }
}

/// Who may read something.
pub fn visibility(visibility: Visibility) -> Words {
    match visibility {
        Visibility::Tenant => Words::new("Eigene Organisation", "Own organisation"),
        Visibility::Shared => Words::new("Benannte Organisationen", "Named organisations"),
        Visibility::Network => Words::new("Städtenetz", "Network"),
        Visibility::Public => Words::new("Öffentlich", "Public"),
    }
}
