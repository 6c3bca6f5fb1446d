//! Measures how good the ranking of similar projects is.
//!
//! Invariant: the demo's projects are asked about as a reader would, in a database that leaves no trace.

use super::Failure;
use crate::{
    database, demo,
    evaluation::{DEPTH, Figures, Judgements, Recorded, Score, judgements},
};
use clap::Args;
use domain::{
    Ctx,
    actor::Actor,
    language::Language,
    project::{self, Project},
    project_match::whole,
    read::{ListRequest, PageRequest, Reader, Select},
    similar_project,
};
use std::{collections::HashMap, path::PathBuf, sync::Arc};

/// Where the judgements and the run to compare with are.
#[derive(Args, Debug)]
pub struct Evaluate {
    /// Judgements: grades of projects by project.
    #[arg(
        long,
        value_name = "FILE",
        default_value = "tests/evaluation/relevance.json"
    )]
    judged: PathBuf,
    /// The run to compare with.
    #[arg(
        long,
        value_name = "FILE",
        default_value = "tests/evaluation/recorded.json"
    )]
    recorded: PathBuf,
    /// Record this run as the one to compare with.
    #[arg(long)]
    record: bool,
}

impl Evaluate {
    /// Ranks, scores, compares, and fails where a figure fell.
    pub async fn run(&self) -> Result<(), Failure> {
        let judged = judgements(&read(&self.judged)?)
            .map_err(|error| Failure::usage(format!("{}: {error}", self.judged.display())))?;
        let store = database::in_memory().await?;
        demo::load(&store).await?;
        let ctx = Ctx::new(&store, Actor::Anonymous, Language::De);
        let scores = scores(&Reader::new(&ctx), &judged).await?;
        for (question, score) in &scores {
            println!(
                "{question:12} nDCG@10 {:.3}  P@10 {:.1}  MRR@10 {:.2}",
                score.ndcg, score.precision, score.reciprocal
            );
        }
        let scores: Vec<Score> = scores.into_iter().map(|(_, score)| score).collect();
        let figures = Figures::of(&scores);
        if self.record {
            return self.keep(&figures);
        }
        let recorded: Recorded = serde_json::from_str(&read(&self.recorded)?)
            .map_err(|error| Failure::usage(format!("{}: {error}", self.recorded.display())))?;
        let (differences, is_worse) = recorded.compare(&figures);
        println!("\n{} Fragen", figures.questions);
        for ((name, figure), difference) in figures.named().into_iter().zip(differences) {
            println!(
                "{name:8} {:.4} [{:.3}, {:.3}]  {difference:+.4} gegenüber {}",
                figure.mean,
                figure.low,
                figure.high,
                self.recorded.display()
            );
        }
        if is_worse {
            return Err(Failure::failed(
                "Die Rangfolge ist schlechter als aufgezeichnet. Ist das gewollt, zeichnet `--record` den neuen Stand auf.",
            ));
        }
        Ok(())
    }

    fn keep(&self, figures: &Figures) -> Result<(), Failure> {
        let recorded = Recorded::of(figures);
        let text = serde_json::to_string_pretty(&recorded)
            .map_err(|error| Failure::failed(error.to_string()))?;
        std::fs::write(&self.recorded, format!("{text}\n"))?;
        println!("Aufgezeichnet in {}: {text}", self.recorded.display());
        Ok(())
    }
}

fn read(file: &PathBuf) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|error| {
        Failure::usage(format!(
            "{}: {error}. Aus dem Quellverzeichnis aufrufen oder die Datei nennen.",
            file.display()
        ))
    })
}

async fn scores(reader: &Reader<'_>, judged: &Judgements) -> Result<Vec<(String, Score)>, Failure> {
    let projects = projects(reader).await?;
    let city = |code: &str| {
        projects
            .get(code)
            .and_then(|project| project.city_ags.clone())
    };
    let mut scores = Vec::new();
    for (question, grades) in judged {
        let asked = projects.get(question).ok_or_else(|| {
            Failure::failed(format!(
                "Das Vorhaben {question} gibt es in der Demo nicht."
            ))
        })?;
        let list = ListRequest {
            page: PageRequest::first(DEPTH as u64),
            ..ListRequest::default()
        };
        let select = whole(Select::all_fields());
        let page = similar_project::of_project(reader, asked.id, &list, &select).await?;
        let mut found = Vec::new();
        for item in &page.items {
            let project = item.node.project()?;
            found.push(grades.get(project.code.get()?).copied().unwrap_or(0.0));
        }
        let others = grades
            .iter()
            .filter(|(code, _)| city(code) != city(question));
        scores.push((
            question.clone(),
            Score::of(&found, others.map(|(_, grade)| *grade).collect()),
        ));
    }
    Ok(scores)
}

/// All projects that everybody may read, by code.
async fn projects(reader: &Reader<'_>) -> Result<HashMap<String, Arc<Project>>, Failure> {
    let mut all = HashMap::new();
    let mut after = None;
    loop {
        let list = ListRequest {
            page: PageRequest {
                after,
                ..PageRequest::first(PageRequest::MAX)
            },
            ..ListRequest::default()
        };
        let page = project::list(reader, &list, &Select::all_fields()).await?;
        for item in &page.items {
            all.insert(item.node.code.get()?.clone(), Arc::clone(&item.node));
        }
        after = page.items.last().map(domain::read::Item::cursor);
        if !page.has_next {
            return Ok(all);
        }
    }
}
