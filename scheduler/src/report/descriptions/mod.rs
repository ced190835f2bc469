//! `report descriptions`: does a model know the code sets? It is given
//! official wordings and asked for their codes; [`score`] defines the figures.
//!
//! Beside the model stand two rows of a dictionary, computed here: one that
//! holds the wordings it is asked for (the ceiling of a look-up, no
//! knowledge), and one that holds the other official wordings only.

mod ask;
mod print;
mod sample;
mod score;

use std::num::NonZeroUsize;
use std::sync::Arc;

use chartfleet_coder::description::{self, DescriptionBook};
use chartfleet_codes::{CodeTables, TermSource};
use chartfleet_model::{Clock, CodeSystem, SystemClock};
use chartfleet_runtime::exit::{Exit, Failure};
use chartfleet_runtime::settings::Settings;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use url::Url;

use crate::{connect, output};
use sample::{Question, Wording};
use score::Score;

/// What `report descriptions` takes.
#[derive(Args)]
pub(crate) struct DescriptionsArgs {
    /// How many wordings to ask for.
    #[arg(long, default_value = "2000", value_name = "N")]
    sample: NonZeroUsize,
    /// Whose codes.
    #[arg(long, value_enum, default_value_t = System::Icd10cm)]
    system: System,
    /// Which official wordings: titles are what published figures are of.
    #[arg(long, value_enum, default_value_t = Wording::Titles)]
    wording: Wording,
    /// Draws the sample: the same number, the same wordings.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The model server, /v1 included [default: the first of model.endpoints].
    #[arg(long, value_name = "URL")]
    endpoint: Option<Url>,
    /// The model to ask for [default: model.name, else what the server lists].
    #[arg(long)]
    model: Option<String>,
    /// Questions in flight at a time.
    #[arg(long, default_value = "8", value_name = "N")]
    concurrency: NonZeroUsize,
    /// Ask no model: the dictionary's rows alone.
    #[arg(long, conflicts_with_all = ["endpoint", "model"])]
    dictionary_only: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// A code set with official descriptions that may be shown to anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(super) enum System {
    /// Diagnoses.
    Icd10cm,
    /// Inpatient procedures; needs the site's ICD-10-PCS tables.
    Icd10pcs,
}

impl System {
    const fn code_system(self) -> CodeSystem {
        match self {
            Self::Icd10cm => CodeSystem::Icd10Cm,
            Self::Icd10pcs => CodeSystem::Icd10Pcs,
        }
    }
}

/// The report.
#[derive(Serialize)]
struct Report {
    system: System,
    wording: Wording,
    seed: u64,
    /// Wordings of one billable code alone, from which the sample was drawn.
    of: usize,
    prompt_version: String,
    code_tables: String,
    /// The model's row, where one was asked.
    model: Option<ModelRow>,
    dictionary: Score,
    dictionary_without_these_wordings: Score,
}

#[derive(Serialize)]
struct ModelRow {
    name: String,
    #[serde(flatten)]
    score: Score,
}

/// What all rows are judged with.
struct Bench {
    tables: CodeTables,
    system: CodeSystem,
    questions: Arc<[Question]>,
    on: Date,
}

/// Runs the report.
pub(crate) async fn run(settings: &Settings, args: &DescriptionsArgs) -> Result<(), Failure> {
    let tables = connect::tables(settings)?;
    let on = SystemClock.now().to_zoned(TimeZone::UTC).date();
    let all = sample::all(&tables, args.system, args.wording, on);
    if all.is_empty() {
        return Err(Failure::new(Exit::Usage, nothing_to_ask(args)));
    }
    let of = all.len();
    let bench = Bench {
        tables,
        system: args.system.code_system(),
        questions: sample::draw(all, args.sample.get(), args.seed).into(),
        on,
    };
    let model = match args.dictionary_only {
        true => None,
        false => Some(bench.model(settings, args).await?),
    };
    let every = [TermSource::Title, TermSource::Inclusion, TermSource::Index];
    let report = Report {
        system: args.system,
        wording: args.wording,
        seed: args.seed,
        of,
        prompt_version: description::version(),
        code_tables: bench.tables.version().to_owned(),
        model,
        dictionary: bench.dictionary(&every),
        dictionary_without_these_wordings: bench.dictionary(&args.wording.others()),
    };
    let out = &mut output::stdout();
    if args.json {
        return output::json(out, &report);
    }
    print::print(out, &report)
}

fn nothing_to_ask(args: &DescriptionsArgs) -> &'static str {
    match (args.system, args.wording) {
        (System::Icd10pcs, Wording::Titles) => {
            "no ICD-10-PCS tables are installed: chartfleet codes import --kind pcs-tables FILE"
        }
        (System::Icd10pcs, _) => "ICD-10-PCS has titles alone: leave out --wording",
        (System::Icd10cm, Wording::Index) => {
            "no alphabetic index is installed: chartfleet codes import --help"
        }
        (System::Icd10cm, _) => "the code tables hold no such wordings",
    }
}

impl Bench {
    async fn model(
        &self,
        settings: &Settings,
        args: &DescriptionsArgs,
    ) -> Result<ModelRow, Failure> {
        let client = ask::client(settings, args.endpoint.as_ref(), args.model.as_deref()).await?;
        let bar = output::questions_bar(self.questions.len() as u64);
        let answers = ask::ask_all(
            &client,
            self.system,
            &self.questions,
            args.concurrency,
            &bar,
        )
        .await?;
        bar.finish_and_clear();
        Ok(ModelRow {
            name: client.model().to_owned(),
            score: self.score(answers.iter().map(Option::as_deref)),
        })
    }

    fn dictionary(&self, sources: &[TermSource]) -> Score {
        let book = DescriptionBook::build(&self.tables, self.system, sources, self.on);
        self.score(
            self.questions
                .iter()
                .map(|asked| book.look_up(&asked.description)),
        )
    }

    fn score<'a>(&self, answers: impl Iterator<Item = Option<&'a str>>) -> Score {
        let mut score = Score::default();
        for (asked, answer) in self.questions.iter().zip(answers) {
            score.add(answer.map(|answer| {
                score::judge(&self.tables, self.system, &asked.code, answer, self.on)
            }));
        }
        score
    }
}
