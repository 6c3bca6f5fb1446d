//! What is in the catalogue: the figures of each indicator, projects and plans.
//!
//! Invariant: nothing is described that is not open.

use super::{
    Described, Publication,
    distribution::{CUBE, DataForm, LIST},
    graph::Graph,
    term,
};
use domain::{
    catalogue::{Catalogue, OpenFigures},
    language::{Language, Words},
    value::Frequency,
};
use oxrdf::NamedNode;

/// Data with one description.
pub enum Dataset<'c> {
    /// The figures of an indicator.
    Figures(&'c OpenFigures),
    /// Projects.
    Projects,
    /// Plans.
    Plans,
}

/// All that is open.
pub fn all(open: &Catalogue) -> Vec<Dataset<'_>> {
    let figures = open.figures.iter().map(Dataset::Figures);
    let projects = open.has_projects.then_some(Dataset::Projects);
    let plans = open.has_plans.then_some(Dataset::Plans);
    figures.chain(projects).chain(plans).collect()
}

/// Whatever a code is made of, it is one part of an address.
fn encoded(code: &str) -> String {
    form_urlencoded::byte_serialize(code.as_bytes()).collect()
}

impl Dataset<'_> {
    /// Its address in the catalogue.
    pub fn name(&self) -> String {
        match self {
            Self::Figures(figures) => format!("#indicator-{}", encoded(figures.figure.code())),
            Self::Projects => "#projects".to_owned(),
            Self::Plans => "#plans".to_owned(),
        }
    }

    fn identifier(&self) -> &str {
        match self {
            Self::Figures(figures) => figures.figure.code(),
            Self::Projects => "projects",
            Self::Plans => "plans",
        }
    }

    /// Its name.
    pub fn title(&self) -> Words {
        match self {
            Self::Figures(figures) => figures.figure.label(),
            Self::Projects => Words::new("Vorhaben", "Projects"),
            Self::Plans => Words::new("Aktionspläne", "Action plans"),
        }
    }

    /// The definition with its unit, and what to mind when comparing.
    fn about(&self) -> Words {
        let figures = match self {
            Self::Figures(figures) => &figures.figure,
            Self::Projects => {
                return Words::new(
                    "Vorhaben von Kommunen mit Zielen, Maßnahmen, Hemmnissen und Erfahrungen.",
                    "Projects of municipalities with aims, measures, barriers and lessons.",
                );
            }
            Self::Plans => {
                return Words::new(
                    "Aktionspläne von Kommunen mit ihren Vorsätzen.",
                    "Action plans of municipalities with their resolutions.",
                );
            }
        };
        let told = |language, unit, mind: Option<&str>| {
            let (definition, measure) = (figures.definition(), figures.unit());
            let told = format!(
                "{} {unit}: {}.",
                definition.text(language),
                measure.text(language)
            );
            match mind {
                Some(mind) => format!("{told} {mind}"),
                None => told,
            }
        };
        let [de, en] = figures.comparability();
        Words::new(
            told(Language::De, "Einheit", de),
            told(Language::En, "Unit", en),
        )
    }

    fn frequency(&self) -> &'static str {
        match self {
            Self::Figures(figures) => match figures.figure.frequency() {
                Frequency::Annual => "frequency/ANNUAL",
                Frequency::Biennial => "frequency/BIENNIAL",
                Frequency::Irregular => "frequency/IRREG",
            },
            Self::Projects | Self::Plans => "frequency/IRREG",
        }
    }

    fn forms(&self) -> &'static [DataForm] {
        match self {
            Self::Figures(_) => &CUBE,
            Self::Projects | Self::Plans => &LIST,
        }
    }

    /// Where it is given in a form.
    pub fn path(&self, form: &str) -> String {
        match self {
            Self::Figures(figures) => {
                format!(
                    "/api/v1/cube?indicator={}&format={form}",
                    encoded(figures.figure.code())
                )
            }
            Self::Projects => "/api/v1/projects".to_owned(),
            Self::Plans => "/api/v1/plans".to_owned(),
        }
    }

    /// The dataset with its distributions.
    pub fn describe(&self, publication: &Publication, graph: &mut Graph) -> Described<()> {
        let dataset = publication.address(&self.name())?;
        graph.a(&dataset, term::dcat("Dataset"));
        graph.text(&dataset, term::dct("identifier"), self.identifier());
        graph.words(&dataset, term::dct("title"), &self.title());
        graph.words(&dataset, term::dct("description"), &self.about());
        graph.words(
            &dataset,
            term::dcat("keyword"),
            &Words::new("Kommunen", "municipalities"),
        );
        publication.answer_for(graph, &dataset)?;
        graph.contact(&dataset, publication.address("#contact")?);
        if let Some(contributor) = &publication.settings.contributor_id {
            graph.link(
                &dataset,
                term::dcatde("contributorID"),
                term::contributor(contributor),
            );
        }
        graph.link(
            &dataset,
            term::dcatde("politicalGeocodingLevelURI"),
            term::level("municipality"),
        );
        let frequency = term::authority(self.frequency());
        graph.typed(
            &dataset,
            term::dct("accrualPeriodicity"),
            frequency,
            term::dct("Frequency"),
        );
        graph.theme(&dataset);
        graph.languages(&dataset);
        graph.germany(&dataset);
        graph.open_access(&dataset);
        if let Self::Figures(_) = self {
            graph.link(
                &dataset,
                term::dct("temporal"),
                self.part(publication, "years")?,
            );
        }
        for form in self.forms() {
            graph.link(
                &dataset,
                term::dcat("distribution"),
                self.part(publication, form.word)?,
            );
        }
        self.describe_years(publication, graph)?;
        for form in self.forms() {
            form.describe(self, publication, graph)?;
        }
        Ok(())
    }

    /// The address of a part of it.
    pub fn part(&self, publication: &Publication, part: &str) -> Described<NamedNode> {
        publication.address(&format!("{}-{part}", self.name()))
    }

    fn describe_years(&self, publication: &Publication, graph: &mut Graph) -> Described<()> {
        let Self::Figures(figures) = self else {
            return Ok(());
        };
        let (first, last) = figures.years;
        let years = self.part(publication, "years")?;
        graph.a(&years, term::dct("PeriodOfTime"));
        graph.day(
            &years,
            term::dcat("startDate"),
            &format!("{first:04}-01-01"),
        );
        graph.day(&years, term::dcat("endDate"), &format!("{last:04}-12-31"));
        Ok(())
    }
}
