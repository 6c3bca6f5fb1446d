//! The life of a transfer link as a state machine: which step leads where, and who may take it.
//!
//! Invariant: [`RULES`] is the whole of it; nothing else changes a stage. A side agrees for itself only. The table in
//! `ARCHITECTURE.md` and the golden table of the tests are made of it.

use entity::value::{
    TransferParty::{self, Adopter, Coordinator, Source},
    TransferStage::{
        self, Abandoned, Accepted, AcceptedByAdopter, AcceptedBySource, Adapt, Completed,
        Contacted, Declined, Paused, Proposed, Reuse, Suggested, Understand,
    },
    TransferStep,
};

/// Where a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// How far it has come.
    pub stage: TransferStage,
    /// Whether the adopter agrees.
    pub adopter_agrees: bool,
    /// Whether the source agrees.
    pub source_agrees: bool,
    /// Where it goes on after a pause.
    pub paused_at: Option<TransferStage>,
}

/// Where a step leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a stage.
    To(TransferStage),
    /// To a stage, and both sides have to agree anew.
    Afresh(TransferStage),
    /// To where both sides' agreements lead, the side that acts having given its own.
    Agreed,
    /// The same, the side that acts having taken its own back.
    Disagreed,
    /// To where it was before the pause.
    Back,
}

/// One rule: a step, from where, by whom, and where it leads.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The step.
    pub step: TransferStep,
    /// From which stages.
    pub from: &'static [TransferStage],
    /// By whom.
    pub by: &'static [TransferParty],
    /// Where it leads.
    pub target: Target,
}

const fn rule(
    step: TransferStep,
    from: &'static [TransferStage],
    by: &'static [TransferParty],
    target: Target,
) -> Rule {
    Rule {
        step,
        from,
        by,
        target,
    }
}

const ALL: &[TransferParty] = &[Adopter, Source, Coordinator];
const SIDES: &[TransferParty] = &[Adopter, Source];
const LEARNERS: &[TransferParty] = &[Adopter, Coordinator];
/// Both sides have agreed, and it is under way.
const UNDER_WAY: &[TransferStage] = &[Accepted, Understand, Adapt, Reuse];

/// Every rule. A pair of step and stage is in one rule for each party at most.
pub const RULES: &[Rule] = &[
    rule(
        TransferStep::Propose,
        &[Suggested],
        ALL,
        Target::Afresh(Proposed),
    ),
    rule(
        TransferStep::Contact,
        &[Proposed],
        ALL,
        Target::To(Contacted),
    ),
    rule(
        TransferStep::Accept,
        &[
            Proposed,
            Contacted,
            AcceptedBySource,
            AcceptedByAdopter,
            Completed,
            Abandoned,
        ],
        SIDES,
        Target::Agreed,
    ),
    rule(
        TransferStep::Withdraw,
        &[
            AcceptedBySource,
            AcceptedByAdopter,
            Accepted,
            Understand,
            Adapt,
            Reuse,
            Paused,
            Completed,
            Abandoned,
        ],
        SIDES,
        Target::Disagreed,
    ),
    rule(
        TransferStep::Decline,
        &[Suggested],
        LEARNERS,
        Target::Afresh(Declined),
    ),
    rule(
        TransferStep::Decline,
        &[Proposed, Contacted],
        ALL,
        Target::Afresh(Declined),
    ),
    rule(
        TransferStep::Decline,
        &[AcceptedBySource, AcceptedByAdopter],
        SIDES,
        Target::Afresh(Declined),
    ),
    rule(
        TransferStep::Begin,
        &[Accepted],
        ALL,
        Target::To(Understand),
    ),
    rule(
        TransferStep::Adapt,
        &[Understand],
        LEARNERS,
        Target::To(Adapt),
    ),
    rule(TransferStep::Reuse, &[Adapt], LEARNERS, Target::To(Reuse)),
    rule(
        TransferStep::Complete,
        &[Understand, Adapt, Reuse],
        LEARNERS,
        Target::To(Completed),
    ),
    rule(TransferStep::Pause, UNDER_WAY, ALL, Target::To(Paused)),
    rule(TransferStep::Resume, &[Paused], ALL, Target::Back),
    rule(
        TransferStep::Abandon,
        &[Accepted, Understand, Adapt, Reuse, Paused],
        ALL,
        Target::To(Abandoned),
    ),
    rule(
        TransferStep::Reopen,
        &[Declined, Abandoned],
        &[Coordinator],
        Target::Afresh(Proposed),
    ),
];

impl State {
    /// Of a link that only a plan, an algorithm or a person has named.
    #[must_use]
    pub const fn suggested() -> Self {
        Self::afresh(Suggested)
    }

    const fn afresh(stage: TransferStage) -> Self {
        Self {
            stage,
            adopter_agrees: false,
            source_agrees: false,
            paused_at: None,
        }
    }

    /// Whether a side agrees.
    #[must_use]
    pub const fn agrees(&self, side: TransferParty) -> bool {
        match side {
            Adopter => self.adopter_agrees,
            Source => self.source_agrees,
            Coordinator => false,
        }
    }

    /// Whether both sides agree.
    #[must_use]
    pub const fn is_agreed(&self) -> bool {
        self.adopter_agrees && self.source_agrees
    }

    /// Where a step by a party leads; `None` where it may not be taken.
    #[must_use]
    pub fn after(&self, step: TransferStep, party: TransferParty) -> Option<Self> {
        let rule = RULES.iter().find(|rule| {
            rule.step == step && rule.from.contains(&self.stage) && rule.by.contains(&party)
        })?;
        match rule.target {
            Target::To(stage) => Some(self.to(stage)),
            Target::Afresh(stage) => Some(Self::afresh(stage)),
            Target::Agreed => (!self.agrees(party)).then(|| self.with(party, true)),
            Target::Disagreed => self.agrees(party).then(|| self.with(party, false)),
            Target::Back => Some(Self {
                stage: self.paused_at?,
                paused_at: None,
                ..*self
            }),
        }
    }

    /// The steps that can be taken in one of several parts.
    #[must_use]
    pub fn steps(&self, parties: &[TransferParty]) -> Vec<TransferStep> {
        let all = TransferStep::ALL.iter().copied();
        all.filter(|step| self.party_for(*step, parties).is_some())
            .collect()
    }

    /// In which of several parts a step can be taken, the first of them.
    #[must_use]
    pub fn party_for(
        &self,
        step: TransferStep,
        parties: &[TransferParty],
    ) -> Option<TransferParty> {
        let mut parties = parties.iter().copied();
        parties.find(|party| self.after(step, *party).is_some())
    }

    fn to(self, stage: TransferStage) -> Self {
        Self {
            stage,
            paused_at: (stage == Paused).then_some(self.stage),
            ..self
        }
    }

    /// With another word of one side. What is over stays so: the word then only says to whom it is shown.
    fn with(mut self, side: TransferParty, agrees: bool) -> Self {
        match side {
            Adopter => self.adopter_agrees = agrees,
            Source => self.source_agrees = agrees,
            Coordinator => {}
        }
        if !matches!(self.stage, Completed | Abandoned) {
            self.paused_at = None;
            self.stage = match (self.adopter_agrees, self.source_agrees) {
                (true, true) => Accepted,
                (true, false) => AcceptedByAdopter,
                (false, true) => AcceptedBySource,
                (false, false) => Proposed,
            };
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// Everything that can be reached from the beginning.
    fn reachable() -> HashSet<State> {
        let mut known = HashSet::from([State::suggested()]);
        let mut open = vec![State::suggested()];
        while let Some(state) = open.pop() {
            for step in TransferStep::ALL {
                for party in TransferParty::ALL {
                    let next = state.after(*step, *party);
                    open.extend(next.filter(|next| known.insert(*next)));
                }
            }
        }
        known
    }

    #[test]
    fn a_stage_and_the_agreements_never_contradict_each_other() {
        let all = reachable();
        let stages: HashSet<_> = all.iter().map(|state| state.stage).collect();
        assert_eq!(stages.len(), TransferStage::ALL.len(), "{stages:?}");
        for state in all {
            let agreements = (state.adopter_agrees, state.source_agrees);
            let fits = match state.stage {
                Suggested | Proposed | Contacted | Declined => agreements == (false, false),
                AcceptedBySource => agreements == (false, true),
                AcceptedByAdopter => agreements == (true, false),
                Accepted | Understand | Adapt | Reuse | Paused => agreements == (true, true),
                Completed | Abandoned => true,
            };
            assert!(fits, "{state:?}");
            assert_eq!(
                state.paused_at.is_some(),
                state.stage == Paused,
                "{state:?}"
            );
        }
    }

    #[test]
    fn nobody_agrees_or_takes_back_for_the_other_side() {
        for state in reachable() {
            for step in TransferStep::ALL {
                for (party, other) in [(Adopter, Source), (Source, Adopter)] {
                    let Some(next) = state.after(*step, party) else {
                        continue;
                    };
                    let is_kept = next.agrees(other) == state.agrees(other);
                    let is_over = matches!(step, TransferStep::Decline | TransferStep::Propose);
                    assert!(is_kept || is_over, "{state:?} {step:?} {party:?}");
                    assert!(!is_over || !next.agrees(other), "{state:?} {step:?}");
                }
                let by_office = state.after(*step, Coordinator);
                assert!(by_office.is_none_or(|next| !next.is_agreed() || state.is_agreed()));
            }
        }
    }

    #[test]
    fn a_step_has_one_rule_for_a_party_at_a_stage() {
        for step in TransferStep::ALL {
            for stage in TransferStage::ALL {
                for party in TransferParty::ALL {
                    let rules = RULES.iter().filter(|rule| {
                        rule.step == *step && rule.from.contains(stage) && rule.by.contains(party)
                    });
                    assert!(rules.count() <= 1, "{step:?} {stage:?} {party:?}");
                }
            }
        }
    }

    #[test]
    fn a_pause_ends_where_it_began() {
        for stage in UNDER_WAY {
            let state = State {
                stage: *stage,
                adopter_agrees: true,
                source_agrees: true,
                paused_at: None,
            };
            let paused = state.after(TransferStep::Pause, Source);
            let resumed = paused.and_then(|paused| paused.after(TransferStep::Resume, Adopter));
            assert_eq!(resumed, Some(state));
        }
    }
}
