//! The two strongest reasons in one sentence, in a planner's words.
//!
//! Invariant: a sentence only says what a component with a contribution shows.

use super::component::{Component, Evidence};
use super::feature::Feature;
use crate::language::{Language, Words};

/// The sentence for the components of a match.
pub(super) fn sentence(components: &[Component]) -> Words {
    let start = Words::new("Dieses Vorhaben", "This project");
    let nothing = Words::new(
        "Die Texte ähneln sich nur im Wortlaut.",
        "The texts are alike in wording only.",
    );
    told(components, &start, &nothing)
}

/// The same of a document that is called something.
pub(super) fn told_of(components: &[Component], name: &Words) -> Words {
    let nothing = name.map(
        |name| format!("{name} ähnelt diesem nur im Wortlaut."),
        |name| format!("{name} is like this one in wording only."),
    );
    told(components, name, &nothing)
}

fn told(components: &[Component], start: &Words, nothing: &Words) -> Words {
    let mut reasons: Vec<&Component> = components
        .iter()
        .filter(|component| component.contribution > 0.0 && is_sayable(component))
        .collect();
    reasons.sort_by(|a, b| {
        b.contribution
            .total_cmp(&a.contribution)
            .then((a.feature as usize).cmp(&(b.feature as usize)))
    });
    reasons.dedup_by(|later, first| theme(later.feature) == theme(first.feature));
    let say = |language: Language, and: &str| {
        let said: Vec<String> = reasons
            .iter()
            .take(2)
            .map(|component| reason(component, language))
            .collect();
        if said.is_empty() {
            nothing.text(language).to_owned()
        } else {
            format!("{} {}.", start.text(language), said.join(and))
        }
    };
    Words::new(say(Language::De, " und "), say(Language::En, " and "))
}

/// Whether a reason can be told with its evidence; likeness of letters and of neighbours is nobody's reason.
fn is_sayable(component: &Component) -> bool {
    match component.feature {
        Feature::Letters | Feature::Kinship => false,
        Feature::ActionField | Feature::Stage | Feature::City | Feature::Meaning => true,
        _ => !component.evidence.is_empty(),
    }
}

/// Words and core say the same thing.
const fn theme(feature: Feature) -> usize {
    match feature {
        Feature::Core => Feature::Words as usize,
        other => other as usize,
    }
}

fn reason(component: &Component, language: Language) -> String {
    let named = names(component, language);
    match (component.feature, language) {
        (Feature::Instruments, Language::De) => format!("setzt auf dasselbe Instrument ({named})"),
        (Feature::Instruments, Language::En) => format!("relies on the same instrument ({named})"),
        (Feature::Problems, Language::De) => format!("geht dasselbe Problem an ({named})"),
        (Feature::Problems, Language::En) => format!("tackles the same problem ({named})"),
        (Feature::Actors, Language::De) => format!("bindet dieselben Beteiligten ein ({named})"),
        (Feature::Actors, Language::En) => format!("involves the same people and bodies ({named})"),
        (Feature::ActionField, Language::De) => "gehört zum selben Aktionsfeld".to_owned(),
        (Feature::ActionField, Language::En) => "belongs to the same action field".to_owned(),
        (Feature::Stage, Language::De) => "ist ähnlich weit".to_owned(),
        (Feature::Stage, Language::En) => "has come equally far".to_owned(),
        (Feature::City, Language::De) => "stammt aus einer ähnlichen Stadt".to_owned(),
        (Feature::City, Language::En) => "comes from a similar city".to_owned(),
        (Feature::Meaning, Language::De) => "verfolgt ein ähnliches Anliegen".to_owned(),
        (Feature::Meaning, Language::En) => "pursues a similar concern".to_owned(),
        (_, Language::De) => format!("spricht von denselben Dingen ({named})"),
        (_, Language::En) => format!("speaks of the same things ({named})"),
    }
}

fn names(component: &Component, language: Language) -> String {
    let names: Vec<&str> = component
        .evidence
        .iter()
        .take(2)
        .map(|evidence| match evidence {
            Evidence::Concept { label, .. } => label.text(language),
            Evidence::Word(word) => word,
        })
        .collect();
    names.join(", ")
}
