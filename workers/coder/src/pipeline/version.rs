//! What makes a result what it is, as a short hash.

use sha2::{Digest, Sha256};

use super::request::Setting;
use crate::prompt;
use crate::settings::PipelineSettings;
use crate::stages;

/// Bytes of the hash that are shown.
const VERSION_BYTES: usize = 6;

/// A hash over the prompts, the forms of all answers, the program's version and
/// all settings but the context's size, which changes no answer that fits.
pub(super) fn of(settings: &PipelineSettings, retrieval: bool) -> String {
    let settings = PipelineSettings {
        retrieval,
        context_tokens: None,
        ..settings.clone()
    };
    let max = settings.max_suggestions;
    let forms = [true, false].map(|inpatient| Setting::new(inpatient, max));
    let questions = [
        stages::verify::question(&[]),
        stages::sequence::question(&[]),
        stages::cdi::question(&[]),
    ];
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update(text.as_bytes());
        hash.update([0]);
    };
    prompt::TEXTS.into_iter().for_each(&mut add);
    forms.iter().for_each(|form| add(form.suggestions().get()));
    questions.iter().for_each(|asked| add(asked.format.get()));
    // Every field by name and value.
    add(&format!("{settings:?}"));
    add(env!("CARGO_PKG_VERSION"));
    hash.finalize()
        .iter()
        .take(VERSION_BYTES)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
