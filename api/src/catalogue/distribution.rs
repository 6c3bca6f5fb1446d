//! The forms that data are given in, and where.
//!
//! Invariant: every distribution is an address that answers without credentials, and has a licence.

use super::{Described, Publication, dataset::Dataset, graph::Graph, term};
use oxrdf::NamedNode;

/// A form that data are given in.
pub struct DataForm {
    /// The word for it in addresses.
    pub word: &'static str,
    /// Its file type in the list of the EU.
    file: &'static str,
    media: &'static str,
    standard: Option<&'static str>,
    /// Whether one answer has everything.
    is_whole: bool,
}

const fn form(word: &'static str, file: &'static str, media: &'static str) -> DataForm {
    DataForm {
        word,
        file,
        media,
        standard: None,
        is_whole: true,
    }
}

const fn of_standard(form: DataForm, standard: &'static str) -> DataForm {
    DataForm {
        standard: Some(standard),
        ..form
    }
}

/// The forms of figures.
pub const CUBE: [DataForm; 6] = [
    form("csv", "CSV", "text/csv"),
    form("json", "JSON", "application/json"),
    of_standard(
        form("json-stat", "JSON", "application/json"),
        "https://json-stat.org/full/",
    ),
    of_standard(
        form("sdmx-csv", "CSV", "text/csv"),
        "https://github.com/sdmx-twg/sdmx-csv",
    ),
    of_standard(
        form("sdmx-json", "JSON", "application/json"),
        "https://github.com/sdmx-twg/sdmx-json",
    ),
    form(
        "xlsx",
        "XLSX",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
];

/// The form of everything else: pages that lead to the next one.
pub const LIST: [DataForm; 1] = [DataForm {
    is_whole: false,
    ..form("json", "JSON", "application/json")
}];

impl DataForm {
    /// A dataset in this form.
    pub fn describe(
        &self,
        dataset: &Dataset<'_>,
        publication: &Publication,
        graph: &mut Graph,
    ) -> Described<()> {
        let distribution = &dataset.part(publication, self.word)?;
        let place = publication.address(&dataset.path(self.word))?;
        let named = |title: &str| format!("{title} ({})", self.word);
        graph.a(distribution, term::dcat("Distribution"));
        graph.words(
            distribution,
            term::dct("title"),
            &dataset.title().map(named, named),
        );
        graph.typed(
            distribution,
            term::dcat("accessURL"),
            place.clone(),
            term::rdfs("Resource"),
        );
        if self.is_whole {
            graph.typed(
                distribution,
                term::dcat("downloadURL"),
                place,
                term::rdfs("Resource"),
            );
        }
        self.describe_media(distribution, graph)?;
        let settings = &publication.settings;
        graph.licence(distribution, &settings.licence);
        if settings.licence.needs_attribution {
            graph.text(
                distribution,
                term::dcatde("licenseAttributionByText"),
                &settings.publisher,
            );
        }
        let available = term::authority("planned-availability/AVAILABLE");
        graph.typed(
            distribution,
            term::dcatap("availability"),
            available,
            term::skos("Concept"),
        );
        graph.link(
            distribution,
            term::dcat("accessService"),
            publication.address("#service")?,
        );
        Ok(())
    }

    fn describe_media(&self, distribution: &NamedNode, graph: &mut Graph) -> Described<()> {
        let file = term::authority(&format!("file-type/{}", self.file));
        graph.typed(
            distribution,
            term::dct("format"),
            file,
            term::dct("MediaTypeOrExtent"),
        );
        graph.typed(
            distribution,
            term::dcat("mediaType"),
            term::media(self.media),
            term::dct("MediaType"),
        );
        if let Some(standard) = self.standard {
            graph.typed(
                distribution,
                term::dct("conformsTo"),
                NamedNode::new(standard)?,
                term::dct("Standard"),
            );
        }
        Ok(())
    }
}
