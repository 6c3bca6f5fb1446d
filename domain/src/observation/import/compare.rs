//! The rows of a file held against the values that are stored.
//!
//! Invariant: what a file has no column for stays as it is stored; who may read a stored value is not changed by a file.

use super::{
    Owner,
    column::Column,
    report::{Effect, Findings, Level, Line, Report, Totals, bounded},
    row::{Raw, RawRows},
    table::FileTable,
};
use crate::{
    ctx::Ctx,
    error::Result,
    indicator::Indicator,
    language::Words,
    mistake::Mistakes,
    observation::{
        check::{Place, is_missing, settled},
        draft::{Figure, Readership, check_confidential},
        warning::few_persons,
    },
    read::in_uuids,
    work::Work,
};
use chrono::Datelike;
use entity::{
    id::IndicatorId,
    observation::{Column as Stored, Entity, Model},
    scope::TenantTable,
    value::{ConfStatus, Confidence, ObsStatus, ValueKind, Visibility},
};
use sea_orm::{ColumnTrait, QueryFilter, sea_query::Expr};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// A row that can be written.
pub(super) struct Entry {
    pub(super) row: u32,
    pub(super) indicator: Arc<Indicator>,
    pub(super) year: i32,
    pub(super) kind: ValueKind,
    pub(super) figure: Figure,
    pub(super) readership: Readership,
    pub(super) former: Option<Model>,
    pub(super) effect: Effect,
}

/// A file against what is stored.
pub(super) struct Compared {
    pub(super) owner: Owner,
    pub(super) table: FileTable,
    pub(super) entries: Vec<Entry>,
    /// All current values of the municipality of the indicators of the file.
    pub(super) stored: Vec<Model>,
    skipped: usize,
}

type Key = (IndicatorId, i32, ValueKind);

/// Holds the rows of a file against what is stored: one statement.
pub(super) async fn compare(
    work: &Work<'_>,
    owner: Owner,
    (table, raw): (FileTable, RawRows),
    source: Option<&str>,
    findings: &mut Findings,
) -> Result<Compared> {
    let stored = stored(work, &owner, &raw.rows).await?;
    let by_key: HashMap<Key, &Model> = stored
        .iter()
        .map(|row| ((row.indicator_id, row.year, row.value_kind), row))
        .collect();
    let mut comparison = Comparison {
        ctx: work.ctx(),
        owner: &owner,
        table: &table,
        source,
        findings,
    };
    let mut entries = Vec::with_capacity(raw.rows.len());
    for raw in raw.rows {
        let former = by_key.get(&(raw.indicator.id, raw.year, raw.kind));
        entries.extend(comparison.entry(raw, former.copied()));
    }
    Ok(Compared {
        owner,
        table,
        entries,
        stored,
        skipped: raw.skipped,
    })
}

async fn stored(work: &Work<'_>, (tenant, city): &Owner, rows: &[Raw]) -> Result<Vec<Model>> {
    let ids: BTreeSet<_> = rows.iter().map(|raw| raw.indicator.id.0).collect();
    let ids: Vec<_> = ids.into_iter().collect();
    let own = Entity::owned_by(*tenant)
        .filter(Stored::CityAgs.eq(city))
        .filter(in_uuids(
            work.ctx().backend(),
            Expr::col(Stored::IndicatorId),
            &ids,
        ));
    Ok(own.all(work.connection()).await?)
}

impl Compared {
    /// What came of it.
    pub(super) fn report(self, findings: Findings, is_applied: bool) -> Report {
        let count = |effect| {
            self.entries
                .iter()
                .filter(|one| one.effect == effect)
                .count()
        };
        let totals = Totals {
            rows: self.table.rows.len(),
            new: count(Effect::New),
            corrected: count(Effect::Corrected),
            unchanged: count(Effect::Unchanged),
            skipped: self.skipped,
            refused: findings.refused(),
        };
        let corrected = self
            .entries
            .iter()
            .filter(|one| one.effect == Effect::Corrected);
        let line = |entry: &Entry| Line {
            row: entry.row,
            indicator: entry.indicator.code.clone(),
            year: entry.year,
            value_kind: entry.kind,
            former: entry.former.as_ref().and_then(|former| former.value),
            value: settled(&entry.indicator, &entry.figure),
        };
        let corrections = bounded(corrected.map(line));
        let (findings, more_findings) = findings.finish();
        Report {
            format: self.table.format,
            encoding: self.table.encoding,
            columns: self.table.columns,
            totals,
            corrections,
            findings,
            more_findings,
            is_applied,
        }
    }
}

struct Comparison<'a> {
    ctx: &'a Ctx,
    owner: &'a Owner,
    table: &'a FileTable,
    source: Option<&'a str>,
    findings: &'a mut Findings,
}

impl Comparison<'_> {
    fn entry(&mut self, raw: Raw, former: Option<&Model>) -> Option<Entry> {
        let row = raw.row;
        let figure = self.figure(&raw, former);
        let readership = self.readership(&raw, former);
        let mut mistakes = Mistakes::default();
        let place = Place {
            indicator: &raw.indicator,
            kind: raw.kind,
            year: raw.year,
            this_year: self.ctx.now().year(),
        };
        place.check(&figure, &mut mistakes);
        check_confidential(
            figure.conf_status,
            readership.release.visibility,
            &mut mistakes,
        );
        self.tell(row, mistakes);
        if self.findings.is_refused(row) {
            return None;
        }
        let effect = match former {
            None => Effect::New,
            Some(former) if is_same(former, &raw.indicator, &figure) => Effect::Unchanged,
            Some(_) => Effect::Corrected,
        };
        let entry = Entry {
            row,
            indicator: raw.indicator,
            year: raw.year,
            kind: raw.kind,
            figure,
            readership,
            former: former.cloned(),
            effect,
        };
        self.remarks(&entry);
        Some(entry)
    }

    /// What is stored, or nothing yet, with what the row says.
    fn figure(&self, raw: &Raw, former: Option<&Model>) -> Figure {
        let has = |column| self.table.place(column).is_some();
        let is_given = raw.value.is_some() || raw.numerator.is_some();
        let status = former.map_or(ObsStatus::Normal, |row| row.obs_status);
        let status = match is_given && is_missing(status) {
            true => ObsStatus::Normal,
            false => status,
        };
        let obs_status = raw.obs_status.unwrap_or(status);
        let kept = former.filter(|_| !is_missing(obs_status));
        let stays = |column, own: Option<f64>, stored: Option<f64>| match has(column) {
            true => own,
            false => stored,
        };
        let source = raw.source.clone();
        let source = source.or_else(|| former.map(|row| row.source.clone()));
        Figure {
            value: raw.value,
            obs_status,
            conf_status: raw
                .conf_status
                .unwrap_or_else(|| former.map_or(ConfStatus::Free, |row| row.conf_status)),
            // A new value beside the parts of the former one would be a contradiction.
            numerator: stays(Column::Numerator, raw.numerator, None),
            denominator: stays(Column::Denominator, raw.denominator, None),
            sample: match has(Column::Sample) {
                true => raw.sample,
                false => kept.and_then(|row| row.sample),
            },
            confidence: raw
                .confidence
                .unwrap_or_else(|| former.map_or(Confidence::Medium, |row| row.confidence)),
            source: source
                .or_else(|| self.source.map(str::to_owned))
                .unwrap_or_default(),
            note: match has(Column::Note) {
                true => raw.note.clone(),
                false => former.and_then(|row| row.note.clone()),
            },
        }
    }

    fn readership(&mut self, raw: &Raw, former: Option<&Model>) -> Readership {
        if let Some(former) = former {
            let wanted = raw.visibility.filter(|wanted| *wanted != former.visibility);
            if wanted.is_some() {
                let text = Words::new(
                    format!(
                        "Der Wert ist schon da und bleibt {}; wer ihn lesen darf, ändert publishObservation.",
                        former.visibility.word()
                    ),
                    format!(
                        "The value is there already and stays {}; publishObservation changes who may read it.",
                        former.visibility.word()
                    ),
                );
                self.about(Level::Note, raw.row, Column::Visibility, text);
            }
            return Readership {
                release: crate::observation::release(former),
                network: former.network_id,
                readers: Vec::new(),
            };
        }
        let mut readership = Readership::own();
        let visibility = raw.visibility.unwrap_or(Visibility::Tenant);
        readership.release.visibility = visibility;
        match visibility {
            Visibility::Shared => {
                let text = Words::new(
                    "Eine Datei kann keine Leser nennen. Bitte TENANT angeben und danach mit publishObservation freigeben.",
                    "A file cannot name readers. Please give TENANT, and publish it with publishObservation afterwards.",
                );
                self.about(Level::Error, raw.row, Column::Visibility, text);
            }
            Visibility::Network => readership.network = self.only_network(raw.row),
            Visibility::Tenant | Visibility::Public => {}
        }
        readership
    }

    /// The network of who belongs to one.
    fn only_network(&mut self, row: u32) -> Option<entity::id::NetworkId> {
        let networks = self
            .ctx
            .reference()
            .networks_of(self.owner.0, self.ctx.now());
        if let [only] = networks.as_slice() {
            return Some(*only);
        }
        let text = Words::new(
            "NETWORK ist hier nicht eindeutig: Ihre Gemeinde gehört keinem oder mehreren Städtenetzen an. Bitte TENANT angeben und danach mit publishObservation freigeben.",
            "NETWORK is not clear here: your municipality belongs to no network or to several. Please give TENANT, and publish it with publishObservation afterwards.",
        );
        self.about(Level::Error, row, Column::Visibility, text);
        None
    }

    fn tell(&mut self, row: u32, mistakes: Mistakes) {
        let Err(error) = mistakes.finish() else {
            return;
        };
        for mistake in error.mistakes() {
            let column = Column::ALL
                .iter()
                .find(|column| column.word() == mistake.path);
            let column = column.copied().unwrap_or(Column::Value);
            self.about(Level::Error, row, column, mistake.reason);
        }
    }

    /// About the cell of a column, or the place where it would be.
    fn about(&mut self, level: Level, row: u32, column: Column, text: Words) {
        let found = self
            .table
            .rows
            .binary_search_by_key(&row, |one| one.number)
            .ok();
        let found = found.and_then(|at| self.table.rows.get(at));
        match found.and_then(|row| self.table.cell(row, column)) {
            Some(cell) => self.findings.cell(level, row, cell, text),
            None => self
                .findings
                .row(level, row, self.table.place(column), text),
        }
    }

    fn remarks(&mut self, entry: &Entry) {
        if entry.effect == Effect::Unchanged {
            let text = Words::new("Steht schon so da.", "Is there already.");
            self.about(Level::Note, entry.row, Column::Value, text);
        }
        let value = settled(&entry.indicator, &entry.figure);
        let visibility = entry.readership.release.visibility;
        if let Some(text) = few_persons(&entry.indicator, value, visibility) {
            self.about(Level::Warning, entry.row, Column::Value, text);
        }
    }
}

/// Whether a file says what is stored.
fn is_same(row: &Model, indicator: &Indicator, new: &Figure) -> bool {
    let stored = Figure {
        value: row.value,
        obs_status: row.obs_status,
        conf_status: row.conf_status,
        numerator: new.numerator.and(row.numerator),
        denominator: new.denominator.and(row.denominator),
        sample: row.sample,
        confidence: row.confidence,
        source: row.source.clone(),
        note: row.note.clone(),
    };
    let value = settled(indicator, new);
    stored
        == Figure {
            value,
            ..new.clone()
        }
}
