//! What coders taught: read from the database when the worker starts.

use std::sync::Arc;

use chartfleet_coder::retrieval::Prior;
use chartfleet_model::Calibration;
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_store::{Accepted, Store};

/// The calibration in use, or none.
///
/// # Errors
/// When the database cannot be read, or holds a calibration that this program
/// does not know: results would not say which probabilities they state.
pub(crate) async fn calibration(store: &Store) -> Result<Option<Arc<Calibration>>, Failure> {
    let calibration = store.active_calibration().await.or_exit(
        Exit::Unavailable,
        "cannot read the calibration (chartfleet calibrate use none goes without)",
    )?;
    let version = calibration.as_ref().map(Calibration::version);
    tracing::info!(
        calibration = version.as_deref().unwrap_or("none"),
        "calibration read"
    );
    Ok(calibration.map(Arc::new))
}

/// How usual each code is at each facility, by what its coders let stand. It
/// only orders candidates: where it cannot be read, a worker goes without.
pub(crate) async fn prior(store: &Store) -> Prior {
    let accepted = store.accepted_codes().await.unwrap_or_else(|error| {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "cannot read the accepted codes: coding goes on without them"
        );
        Vec::new()
    });
    let codes = Accepted::diagnoses(accepted);
    tracing::info!(facilities = codes.len(), "accepted codes read");
    Prior::new(codes)
}
