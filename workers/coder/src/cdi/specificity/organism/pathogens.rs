//! Organisms and infections, with the codes that join them.
//!
//! Source: ICD-10-CM tabular list: combination codes of pneumonia, sepsis and
//! meningitis; B95-B96 as additional codes elsewhere.

/// How the tabular list joins an infection and its organism.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Pneumonia,
    Sepsis,
    Meningitis,
    Urinary,
    /// By an additional code alone.
    Other,
}

/// An infection whose organism is open.
pub(super) struct Infection {
    pub(super) kind: Kind,
    pub(super) topic: &'static str,
    pub(super) label: &'static str,
    pub(super) name: &'static str,
    /// Beginnings of words by which a provider names it.
    pub(super) names: &'static [&'static str],
    /// Beginnings of its codes that name no organism.
    pub(super) now: &'static [&'static str],
    /// Beginnings of codes that name one.
    pub(super) settled: &'static [&'static str],
    /// Beginnings of words for the specimens that speak of it.
    pub(super) specimens: &'static [&'static str],
    /// Whether an additional code names the organism.
    pub(super) adds: bool,
}

/// An organism.
pub(super) struct Pathogen {
    pub(super) name: &'static str,
    /// In lower case; see [`crate::cdi::words::mentioned`].
    pub(super) phrases: &'static [&'static str],
    /// The additional code of B95-B97.
    pub(super) agent: Option<&'static str>,
    /// The combination codes.
    pub(super) combined: &'static [(Kind, &'static str)],
}

pub(super) const INFECTIONS: &[Infection] = &[
    Infection {
        kind: Kind::Sepsis,
        topic: "organism of sepsis",
        label: "sepsis as documented",
        name: "Sepsis",
        names: &["sepsis", "septic", "septicemia"],
        now: &["A41.9"],
        settled: &[
            "A40", "A41.0", "A41.1", "A41.2", "A41.3", "A41.4", "A41.5", "A41.8", "B37.7",
        ],
        specimens: &["blood"],
        adds: false,
    },
    Infection {
        kind: Kind::Pneumonia,
        topic: "organism of pneumonia",
        label: "pneumonia as documented",
        name: "Pneumonia",
        names: &["pneumonia", "pneumococcal", "bronchopneumonia"],
        now: &["J18", "J15.9"],
        settled: &[
            "J12", "J13", "J14", "J15.0", "J15.1", "J15.2", "J15.3", "J15.4", "J15.5", "J15.6",
            "J15.7", "J15.8", "J16", "A48.1", "J69.0",
        ],
        specimens: &[
            "sputum",
            "respiratory",
            "bronch",
            "tracheal",
            "endotracheal",
            "bal",
            "lavage",
            "antigen",
            "blood",
            "pleural",
            "nasopharyngeal",
        ],
        adds: false,
    },
    Infection {
        kind: Kind::Meningitis,
        topic: "organism of bacterial meningitis",
        label: "meningitis as documented",
        name: "Bacterial meningitis",
        names: &["meningitis"],
        now: &["G00.9"],
        settled: &["G00.0", "G00.1", "G00.2", "G00.3", "G00.8", "A39.0"],
        specimens: &["csf", "cerebrospinal", "blood"],
        adds: false,
    },
    Infection {
        kind: Kind::Urinary,
        topic: "organism of urinary tract infection",
        label: "urinary tract infection as documented",
        name: "Urinary tract infection",
        names: &["uti", "urinary", "pyelonephritis", "cystitis", "urosepsis"],
        now: &["N39.0", "N10", "N30.0", "N30.9", "N12"],
        settled: &["B95", "B96", "B37.4"],
        specimens: &["urin"],
        adds: true,
    },
    Infection {
        kind: Kind::Other,
        topic: "organism of skin infection",
        label: "skin infection as documented",
        name: "Cellulitis or abscess",
        names: &["cellulitis", "abscess", "wound"],
        now: &["L02", "L03"],
        settled: &["B95", "B96"],
        specimens: &["wound", "abscess", "tissue", "pus", "drainage", "aspirate"],
        adds: true,
    },
    Infection {
        kind: Kind::Other,
        topic: "organism of osteomyelitis",
        label: "osteomyelitis as documented",
        name: "Osteomyelitis",
        names: &["osteomyelitis"],
        now: &["M86", "M46.2"],
        settled: &["B95", "B96"],
        specimens: &["bone", "tissue", "wound", "blood"],
        adds: true,
    },
    Infection {
        kind: Kind::Other,
        topic: "organism of endocarditis",
        label: "endocarditis as documented",
        name: "Endocarditis",
        names: &["endocarditis"],
        now: &["I33.0"],
        settled: &["B95", "B96"],
        specimens: &["blood", "valve", "vegetation"],
        adds: true,
    },
    Infection {
        kind: Kind::Other,
        topic: "organism of peritonitis",
        label: "peritonitis as documented",
        name: "Peritonitis",
        names: &["peritonitis", "sbp"],
        now: &["K65"],
        settled: &["B95", "B96"],
        specimens: &["ascit", "peritoneal", "paracentesis", "abscess"],
        adds: true,
    },
    Infection {
        kind: Kind::Other,
        topic: "organism of bacteremia",
        label: "bacteremia as documented",
        name: "Bacteremia",
        names: &["bacteremia"],
        now: &["R78.81"],
        settled: &["B95", "B96"],
        specimens: &["blood"],
        adds: true,
    },
];

pub(super) const PATHOGENS: &[Pathogen] = &[
    Pathogen {
        name: "Streptococcus pneumoniae",
        phrases: &[
            "streptococcus pneumoniae",
            "s. pneumoniae",
            "strep pneumoniae",
            "strep pneumo",
            "pneumococc*",
        ],
        agent: Some("B95.3"),
        combined: &[
            (Kind::Pneumonia, "J13"),
            (Kind::Sepsis, "A40.3"),
            (Kind::Meningitis, "G00.1"),
        ],
    },
    Pathogen {
        name: "methicillin resistant Staphylococcus aureus",
        phrases: &[
            "mrsa",
            "methicillin resistant staphylococcus aureus",
            "methicillin-resistant staphylococcus aureus",
        ],
        agent: Some("B95.62"),
        combined: &[
            (Kind::Pneumonia, "J15.212"),
            (Kind::Sepsis, "A41.02"),
            (Kind::Meningitis, "G00.3"),
        ],
    },
    Pathogen {
        name: "methicillin susceptible Staphylococcus aureus",
        phrases: &[
            "mssa",
            "methicillin susceptible staphylococcus aureus",
            "methicillin-susceptible staphylococcus aureus",
            "methicillin sensitive staphylococcus aureus",
            "methicillin-sensitive staphylococcus aureus",
        ],
        agent: Some("B95.61"),
        combined: &[
            (Kind::Pneumonia, "J15.211"),
            (Kind::Sepsis, "A41.01"),
            (Kind::Meningitis, "G00.3"),
        ],
    },
    Pathogen {
        name: "Escherichia coli",
        phrases: &["escherichia coli", "e. coli", "e.coli", "e coli"],
        agent: Some("B96.20"),
        combined: &[(Kind::Pneumonia, "J15.5"), (Kind::Sepsis, "A41.51")],
    },
    Pathogen {
        name: "Klebsiella pneumoniae",
        phrases: &["klebsiella*", "k. pneumoniae"],
        agent: Some("B96.1"),
        combined: &[(Kind::Pneumonia, "J15.0"), (Kind::Sepsis, "A41.59")],
    },
    Pathogen {
        name: "Pseudomonas",
        phrases: &["pseudomonas*", "p. aeruginosa"],
        agent: Some("B96.5"),
        combined: &[(Kind::Pneumonia, "J15.1"), (Kind::Sepsis, "A41.52")],
    },
    Pathogen {
        name: "Haemophilus influenzae",
        phrases: &[
            "haemophilus influenzae",
            "h. influenzae",
            "hemophilus influenzae",
        ],
        agent: Some("B96.3"),
        combined: &[
            (Kind::Pneumonia, "J14"),
            (Kind::Sepsis, "A41.3"),
            (Kind::Meningitis, "G00.0"),
        ],
    },
    Pathogen {
        name: "Proteus",
        phrases: &["proteus mirabilis", "proteus", "p. mirabilis"],
        agent: Some("B96.4"),
        combined: &[(Kind::Pneumonia, "J15.69"), (Kind::Sepsis, "A41.59")],
    },
    Pathogen {
        name: "Enterococcus",
        phrases: &["enterococc*", "e. faecalis", "e. faecium", "vre"],
        agent: Some("B95.2"),
        combined: &[(Kind::Sepsis, "A41.81")],
    },
    Pathogen {
        name: "group B Streptococcus",
        phrases: &[
            "group b strep*",
            "streptococcus agalactiae",
            "s. agalactiae",
        ],
        agent: Some("B95.1"),
        combined: &[
            (Kind::Pneumonia, "J15.3"),
            (Kind::Sepsis, "A40.1"),
            (Kind::Meningitis, "G00.2"),
        ],
    },
    Pathogen {
        name: "group A Streptococcus",
        phrases: &["group a strep*", "streptococcus pyogenes", "s. pyogenes"],
        agent: Some("B95.0"),
        combined: &[
            (Kind::Pneumonia, "J15.4"),
            (Kind::Sepsis, "A40.0"),
            (Kind::Meningitis, "G00.2"),
        ],
    },
    Pathogen {
        name: "Legionella",
        phrases: &["legionella*"],
        agent: None,
        combined: &[(Kind::Pneumonia, "A48.1")],
    },
    Pathogen {
        name: "Mycoplasma pneumoniae",
        phrases: &["mycoplasma*", "m. pneumoniae"],
        agent: Some("B96.0"),
        combined: &[(Kind::Pneumonia, "J15.7")],
    },
    Pathogen {
        name: "respiratory syncytial virus",
        phrases: &["respiratory syncytial virus", "rsv"],
        agent: None,
        combined: &[(Kind::Pneumonia, "J12.1")],
    },
    Pathogen {
        name: "Candida",
        phrases: &["candida*"],
        agent: None,
        combined: &[(Kind::Sepsis, "B37.7"), (Kind::Urinary, "B37.49")],
    },
];
