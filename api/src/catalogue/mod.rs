//! The catalogue of open data after DCAT-AP.de 3.0: what portals such as GovData harvest.
//!
//! A dataset for the figures of each indicator, one for projects, one for plans, and the interface as the service that they
//! come from. Everything has an address, so that the three forms are the same graph.
//!
//! Invariant: it is made of what is open and of the settings only, in an order that does not change, so the same content
//! gives the same bytes.

mod dataset;
mod distribution;
mod form;
mod graph;
mod term;

use crate::config::{CatalogueSettings, Config};
use domain::{Error, Result, catalogue::Catalogue, language::Words};
use graph::Graph;
use oxrdf::NamedNode;

pub use form::Form;

/// Who publishes, on which terms, and at which address.
#[derive(Clone, Debug)]
pub struct Publication {
    settings: CatalogueSettings,
    /// Start of every address, without a slash at its end.
    base: String,
}

impl Publication {
    /// As it was set.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self {
            settings: config.catalogue.clone(),
            base: config.public_url.clone(),
        }
    }

    /// The catalogue in a form.
    ///
    /// # Errors
    /// `INTERNAL` where an address cannot be written.
    pub fn write(&self, open: &Catalogue, form: Form) -> Result<String> {
        let failed = |error: &dyn std::error::Error| Error::Internal(error.to_string());
        let graph = self.describe(open).map_err(|error| failed(&error))?;
        form.write(&graph).map_err(|error| failed(&error))
    }

    /// An address of the service; with `#` that of something described in the catalogue.
    fn address(&self, path: &str) -> Described<NamedNode> {
        match path.strip_prefix('#') {
            Some(name) => NamedNode::new(format!("{}/api/v1/catalogue#{name}", self.base)),
            None => NamedNode::new(format!("{}{path}", self.base)),
        }
    }

    fn describe(&self, open: &Catalogue) -> Described<Graph> {
        let mut graph = Graph::default();
        let datasets = dataset::all(open);
        let catalogue = self.address("/api/v1/catalogue")?;
        let service = self.address("#service")?;
        graph.a(&catalogue, term::dcat("Catalog"));
        graph.words(&catalogue, term::dct("title"), &title());
        graph.words(&catalogue, term::dct("description"), &about());
        self.answer_for(&mut graph, &catalogue)?;
        graph.typed(
            &catalogue,
            term::foaf("homepage"),
            self.address("/")?,
            term::foaf("Document"),
        );
        graph.languages(&catalogue);
        graph.germany(&catalogue);
        graph.licence(&catalogue, &self.settings.licence);
        graph.link(&catalogue, term::dcat("service"), service.clone());
        for dataset in &datasets {
            graph.link(
                &catalogue,
                term::dcat("dataset"),
                self.address(&dataset.name())?,
            );
        }
        self.describe_service(&mut graph, &service, &datasets)?;
        for dataset in &datasets {
            dataset.describe(self, &mut graph)?;
        }
        self.describe_publisher(&mut graph)?;
        Ok(graph)
    }

    /// The interface that everything comes from.
    fn describe_service(
        &self,
        graph: &mut Graph,
        service: &NamedNode,
        datasets: &[dataset::Dataset],
    ) -> Described<()> {
        graph.a(service, term::dcat("DataService"));
        graph.words(
            service,
            term::dct("title"),
            &Words::new(
                "Schnittstelle des Städtenetzes",
                "Interface of the city network",
            ),
        );
        self.answer_for(graph, service)?;
        graph.contact(service, self.address("#contact")?);
        let resource = term::rdfs("Resource");
        graph.typed(
            service,
            term::dcat("endpointURL"),
            self.address("/api/v1")?,
            resource.clone(),
        );
        graph.typed(
            service,
            term::dcat("endpointDescription"),
            self.address("/api/v1/openapi.json")?,
            resource,
        );
        graph.licence(service, &self.settings.licence);
        graph.open_access(service);
        graph.theme(service);
        for dataset in datasets {
            graph.link(
                service,
                term::dcat("servesDataset"),
                self.address(&dataset.name())?,
            );
        }
        Ok(())
    }

    fn answer_for(&self, graph: &mut Graph, subject: &NamedNode) -> Described<()> {
        graph.link(subject, term::dct("publisher"), self.address("#publisher")?);
        Ok(())
    }

    fn describe_publisher(&self, graph: &mut Graph) -> Described<()> {
        let (publisher, contact) = (self.address("#publisher")?, self.address("#contact")?);
        let name = &self.settings.publisher;
        graph.a(&publisher, term::foaf("Agent"));
        graph.text(&publisher, term::foaf("name"), name);
        graph.a(&contact, term::vcard("Kind"));
        graph.a(&contact, term::vcard("Organization"));
        graph.text(&contact, term::vcard("fn"), name);
        match &self.settings.contact_email {
            Some(email) => graph.link(
                &contact,
                term::vcard("hasEmail"),
                NamedNode::new(format!("mailto:{email}"))?,
            ),
            None => graph.link(&contact, term::vcard("hasURL"), self.address("/")?),
        }
        graph.close();
        Ok(())
    }
}

/// What comes of writing addresses.
type Described<T> = std::result::Result<T, oxrdf::IriParseError>;

fn title() -> Words {
    Words::new(
        "Offene Daten des Städtenetzes",
        "Open data of the city network",
    )
}

fn about() -> Words {
    Words::new(
        "Kennzahlen, Vorhaben und Aktionspläne von Kommunen, die diese öffentlich gestellt haben.",
        "Figures, projects and action plans that municipalities have made public.",
    )
}
