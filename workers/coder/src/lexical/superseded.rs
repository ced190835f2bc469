//! Codes that give way to others by the kind of thing that they say, where the
//! words of the titles do not tell it: what leaves the site or the company of a
//! sign open, beside a code that names it (ICD-10-CM excludes notes at F17,
//! R11, R52 and T14).

use chartfleet_model::Icd10CmCode;

/// How codes begin, and how those begin that say it better.
const SUPERSEDED: &[(&str, &[&str])] = &[
    // Pain without a site.
    (
        "R52",
        &[
            "G89", "H57.1", "H92.0", "K08.8", "M25.5", "M54", "M79.1", "M79.6", "N64.4", "R07",
            "R10", "R30", "R51",
        ],
    ),
    // Nausea or vomiting alone.
    ("R11.0", &["R11.2"]),
    ("R11.1", &["R11.2"]),
    // Tobacco once smoked (excludes note at F17).
    ("F17.2", &["Z87.891"]),
    // An injury without a region; burns and poisonings are other things.
    ("T14.8", &["S"]),
    ("T14.9", &["S"]),
];

/// Whether `own` leaves open what `other` says.
pub(super) fn is_superseded(own: &Icd10CmCode, other: &Icd10CmCode) -> bool {
    let begins = |start: &&str| other.as_str().starts_with(start);
    let mut rows = SUPERSEDED.iter();
    rows.any(|(open, better)| own.as_str().starts_with(open) && better.iter().any(begins))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_the_site_open_gives_way_to_what_names_it() {
        let code = |text: &str| text.parse::<Icd10CmCode>().unwrap();
        assert!(is_superseded(&code("R52"), &code("M54.9")));
        assert!(is_superseded(&code("R11.10"), &code("R11.2")));
        assert!(is_superseded(&code("T14.90XA"), &code("S62.602A")));
        assert!(!is_superseded(&code("M54.9"), &code("R52")));
    }
}
