//! Reading and checking the settings, before any connection is made.

use std::path::PathBuf;
use std::time::Duration;

use chartfleet_model::Stage;
use clap::Args;
use config::{Config, Environment, File, FileFormat};

use super::Settings;

const DEFAULTS: &str = include_str!("../../config.default.toml");

/// The commented defaults, as a file to start from.
#[must_use]
pub const fn defaults_text() -> &'static str {
    DEFAULTS
}

/// The flags every program shares.
#[derive(Args, Clone, Debug, Default)]
pub struct SettingsArgs {
    /// Settings file (TOML); what it leaves out keeps its default. Any key can
    /// also be set as CHARTFLEET__SECTION__KEY in the environment.
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,

    /// Print the settings in force, secrets redacted, and exit.
    #[arg(long, global = true)]
    pub print_config: bool,
}

/// Settings that cannot be used. Exit code 64.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// A file, a key or a value could not be read; names the key and where it
    /// came from.
    #[error(
        "the settings cannot be read (--print-config shows them, shared/runtime/config.default.toml explains them)"
    )]
    Unreadable(#[from] config::ConfigError),
    /// A value is out of its range, or two contradict each other.
    #[error("setting {key}: {problem}")]
    Invalid {
        /// The key, `section.name`.
        key: &'static str,
        /// What is wrong and what to do.
        problem: &'static str,
    },
    /// The settings could not be printed.
    #[error("the settings cannot be printed")]
    Unprintable(#[from] toml::ser::Error),
}

impl SettingsArgs {
    /// Reads defaults, file and environment, and checks the whole.
    ///
    /// # Errors
    /// When a file is missing or malformed, a key is unknown, or a value
    /// contradicts another.
    pub fn load(&self) -> Result<Settings, SettingsError> {
        load(self.config.clone(), environment())
    }
}

impl Settings {
    /// The settings as TOML with secrets redacted.
    ///
    /// # Errors
    /// When a value cannot be written as TOML.
    pub fn to_redacted_toml(&self) -> Result<String, SettingsError> {
        Ok(toml::to_string_pretty(self)?)
    }
}

fn environment() -> Environment {
    Environment::with_prefix("CHARTFLEET")
        .prefix_separator("__")
        .separator("__")
        .try_parsing(true)
        .list_separator(",")
        .with_list_parse_key("model.endpoints")
        .with_list_parse_key("coder.depths.quick.stages")
        .with_list_parse_key("coder.depths.standard.stages")
        .with_list_parse_key("coder.depths.thorough.stages")
}

fn load(file: Option<PathBuf>, environment: Environment) -> Result<Settings, SettingsError> {
    let mut builder = Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
    if let Some(path) = file {
        builder = builder.add_source(File::from(path).format(FileFormat::Toml));
    }
    let settings: Settings = builder.add_source(environment).build()?.try_deserialize()?;
    check(&settings)?;
    Ok(settings)
}

fn check(settings: &Settings) -> Result<(), SettingsError> {
    let fail = |key, problem| Err(SettingsError::Invalid { key, problem });
    let model = &settings.model;
    if model.endpoints.is_empty() {
        return fail("model.endpoints", "name at least one model server");
    }
    if model
        .endpoints
        .iter()
        .any(|url| !matches!(url.scheme(), "http" | "https"))
    {
        return fail(
            "model.endpoints",
            "a model server's URL starts with http:// or https://",
        );
    }
    if model.backoff_base.is_zero() || model.backoff_base > model.backoff_cap {
        return fail(
            "model.backoff_base_ms",
            "must be over 0 and at most model.backoff_cap_ms",
        );
    }
    if settings.worker.lease < Duration::from_secs(3) {
        return fail(
            "worker.lease_s",
            "must be 3 or more: it is renewed every third of it",
        );
    }
    if settings.coder.retrieval && settings.coder.candidates == 0 {
        return fail(
            "coder.candidates",
            "must be 1 or more while coder.retrieval is on",
        );
    }
    check_coder(settings)?;
    settings.embeddings.check()?;
    if !(settings.facility.base_rate.is_finite() && settings.facility.base_rate >= 0.0) {
        return fail(
            "facility.base_rate",
            "dollars for a relative weight of 1, or 0 where not known",
        );
    }
    check_roi(settings)
}

fn check_coder(settings: &Settings) -> Result<(), SettingsError> {
    let fail = |key, problem| Err(SettingsError::Invalid { key, problem });
    let coder = &settings.coder;
    let depths = &coder.depths;
    let plans = [&depths.quick, &depths.standard, &depths.thorough];
    if plans
        .iter()
        .any(|plan| !plan.stages.contains(&Stage::Suggest))
    {
        return fail(
            "coder.depths.*.stages",
            "every depth needs suggest: without it there is nothing to verify or sequence",
        );
    }
    if !(0.0..=2.0).contains(&coder.sampling.temperature) {
        return fail("coder.sampling.temperature", "must be between 0 and 2");
    }
    if !(0.0..=1.0).contains(&coder.sampling.keep_share) {
        return fail(
            "coder.sampling.keep_share",
            "a share between 0 and 1 (0.5 is half of the answers)",
        );
    }
    Ok(())
}

fn check_roi(settings: &Settings) -> Result<(), SettingsError> {
    let roi = &settings.roi;
    let rates = [
        roi.error_rate_before,
        roi.error_rate_after,
        roi.error_denial_rate,
    ];
    if rates.iter().any(|rate| !(0.0..=1.0).contains(rate)) {
        let problem = "rates are shares between 0 and 1 (0.15 is 15%)";
        return Err(SettingsError::Invalid {
            key: "roi.error_rate_*",
            problem,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn from_env(pairs: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let map: HashMap<_, _> = pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        load(None, environment().source(Some(map)))
    }

    fn message(error: &SettingsError) -> String {
        let source = std::error::Error::source(error)
            .map(ToString::to_string)
            .unwrap_or_default();
        format!("{error}: {source}")
    }

    #[test]
    fn the_compiled_in_defaults_are_valid() {
        let settings = from_env(&[]).unwrap();
        assert_eq!(settings.worker.lease, Duration::from_secs(60));
    }

    #[test]
    fn the_environment_wins_and_lists_are_separated_by_commas() {
        let settings = from_env(&[
            (
                "CHARTFLEET__MODEL__ENDPOINTS",
                "http://a:1/v1,http://b:2/v1",
            ),
            ("CHARTFLEET__WORKER__SLOTS", "3"),
        ])
        .unwrap();
        assert_eq!(settings.model.endpoints.len(), 2);
        assert_eq!(settings.worker.slots.get(), 3);
    }

    #[test]
    fn a_depth_names_its_stages_and_cannot_do_without_suggestions() {
        let stages = "CHARTFLEET__CODER__DEPTHS__QUICK__STAGES";
        let settings = from_env(&[(stages, "suggest,cdi")]).unwrap();
        assert_eq!(
            settings.coder.depths.quick.stages,
            [Stage::Suggest, Stage::Cdi]
        );
        let error = from_env(&[(stages, "verify")]).unwrap_err();
        assert!(message(&error).contains("coder.depths"));
        assert!(from_env(&[(stages, "guess")]).is_err());
    }

    #[test]
    fn one_endpoint_needs_no_comma() {
        let settings = from_env(&[("CHARTFLEET__MODEL__ENDPOINTS", "http://a:1/v1")]).unwrap();
        assert_eq!(settings.model.endpoints.len(), 1);
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        let error = from_env(&[("CHARTFLEET__WORKER__SLOT", "3")]).unwrap_err();
        assert!(message(&error).contains("slot"), "{}", message(&error));
    }

    #[test]
    fn values_that_contradict_each_other_are_refused_by_key() {
        let error = from_env(&[("CHARTFLEET__MODEL__BACKOFF_BASE_MS", "90000")]).unwrap_err();
        assert!(message(&error).contains("model.backoff_base_ms"));
        let error = from_env(&[("CHARTFLEET__ROI__ERROR_RATE_BEFORE", "15")]).unwrap_err();
        assert!(message(&error).contains("roi.error_rate"));
        let error = from_env(&[("CHARTFLEET__FACILITY__BASE_RATE", "-1")]).unwrap_err();
        assert!(message(&error).contains("facility.base_rate"));
    }

    #[test]
    fn printed_settings_hide_passwords() {
        let settings = from_env(&[
            ("CHARTFLEET__BROKER__URL", "amqp://user:hunter2@host/v"),
            ("CHARTFLEET__MODEL__API_KEY", "hunter3"),
        ])
        .unwrap();
        let printed = settings.to_redacted_toml().unwrap();
        assert!(printed.contains("user:redacted@host"), "{printed}");
        assert!(!printed.contains("hunter"));
        assert!(!format!("{settings:?}").contains("hunter"));
    }
}
