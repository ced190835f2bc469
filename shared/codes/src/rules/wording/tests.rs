use super::*;

/// The wording of `text` with the quote in brackets.
fn wording(text: &'static str) -> Wording<'static> {
    let (before, rest) = text.split_once('[').unwrap();
    let (quote, after) = rest.split_once(']').unwrap();
    Wording::of(&Mention {
        quote,
        sentence: text,
        before,
        after,
    })
}

#[test]
fn uncertain_words_near_a_condition_make_it_uncertain() {
    for text in [
        "probable [pneumonia]",
        "Suspected acute [pulmonary embolism]",
        "rule out [MI]",
        "r/o [PE]",
        "findings consistent with [pneumonia]",
        "concern for early [sepsis]",
        "working diagnosis of [TIA]",
        "[pneumonia] vs CHF",
        "pneumonia versus [CHF]",
        "most likely [viral gastroenteritis]",
        "[DVT] cannot be ruled out",
        "cannot rule out [DVT]",
        "[PE] is suspected",
        "[possible pneumonia]",
        "[pneumonia suspected]",
        "history of possible [TIA]",
        "patient likely has [pneumonia]",
        "this appears to be [cellulitis]",
    ] {
        assert!(wording(text).is_uncertain(), "{text}");
    }
}

#[test]
fn words_about_something_else_leave_a_condition_certain() {
    for text in [
        "AKI likely due to [dehydration]",
        "[COPD exacerbation] likely due to smoking",
        "possible side effects of [chemotherapy] were discussed",
        "possible complications of [diabetes] were discussed",
        "treat [hypertension] as soon as possible",
        "suspected sepsis, [diabetes]",
        "possible UTI and [hypertension]",
        "not likely [MI]",
        "exam consistent with known [COPD]",
        "[consistent with known COPD]",
        "[likely due to dehydration]",
        "[pneumonia] ruled out",
        "ruled out for [MI]",
        "[pneumonia], likely aspiration",
        "acute [appendicitis]",
    ] {
        assert!(!wording(text).is_uncertain(), "{text}");
    }
}

#[test]
fn what_was_ruled_out_is_told_from_what_is_still_to_be() {
    for text in [
        "ruled out for [MI]",
        "[PE] was ruled out",
        "[pneumonia] has been ruled out by CT",
        "ruled out [DVT]",
    ] {
        assert!(wording(text).is_ruled_out(), "{text}");
    }
    for text in [
        "rule out [MI]",
        "[PE] was not ruled out",
        "[PE] still to be ruled out",
        "MI ruled out, [angina] treated",
        "not ruled out: [PE]",
        "other causes of [liver disease] were ruled out",
        "[PE not ruled out]",
    ] {
        assert!(!wording(text).is_ruled_out(), "{text}");
    }
}

#[test]
fn denial_reaches_over_its_list_and_no_further() {
    for text in [
        "denies chest pain, dyspnea, [fever]",
        "no [fever]",
        "no fever, chills or [cough]",
        "no evidence of [pneumonia]",
        "negative for [influenza]",
        "without [edema]",
        "[MI] is unlikely",
        "unlikely [PE]",
        "[no pneumonia]",
        "no history of [diabetes]",
    ] {
        assert!(wording(text).is_absent(), "{text}");
    }
    for text in [
        "no change in [COPD]",
        "no longer smokes, [COPD]",
        "no fever but [cough]",
        "denies fever but has [cough]",
        "no fever, [cough] for three days",
        "no acute distress, [CHF] stable",
        "no doubt [pneumonia]",
        "no response to treatment for [asthma]",
        "without difficulty despite [COPD]",
        "[diabetes] without complications",
        "without vomiting and [chills]",
        "no history of fever, only morning [cramps]",
        "no known causes of [pancreatitis]",
        "[pneumonia]",
    ] {
        assert!(!wording(text).is_absent(), "{text}");
    }
}

#[test]
fn the_past_is_told_from_the_course_of_the_present() {
    for text in [
        "history of [MI]",
        "h/o [stroke]",
        "s/p [CVA]",
        "old [MI]",
        "remote history of [pulmonary embolism]",
    ] {
        assert!(wording(text).is_past(false), "{text}");
    }
    for text in [
        "history of present illness: [pneumonia]",
        "3-day history of [pneumonia]",
        "two week history of [pneumonia]",
        "85 year old [stroke] patient",
        "family history of [MI]",
        "no history of [MI]",
        "history of hypertension with [NSTEMI]",
        "history of CAD, presents with [NSTEMI]",
        "history of CHF now with acute [MI]",
        "s/p mastectomy for [breast cancer]",
        "history of metastatic [breast cancer]",
        "[sepsis], resolved",
    ] {
        assert!(!wording(text).is_past(false), "{text}");
    }
    assert!(wording("[pneumonia], resolved").is_past(true));
    assert!(wording("resolved [pneumonia]").is_past(true));
}

#[test]
fn the_family_is_told_from_the_patient() {
    for text in [
        "family history of [breast cancer]",
        "Family history: [colon cancer]",
        "mother had [breast cancer]",
        "[breast cancer] in her mother",
        "no family history of [colon cancer]",
    ] {
        assert!(wording(text).is_of_family(), "{text}");
    }
    for text in [
        "family history of diabetes, patient has [breast cancer]",
        "with family at bedside, [breast cancer]",
        "no family history of interest, so inherited [neuropathy] was considered",
        "no personal or family history of [mental illness]",
        "[breast cancer]",
    ] {
        assert!(!wording(text).is_of_family(), "{text}");
    }
}

#[test]
fn a_condition_is_named_by_words_of_its_title_or_an_abbreviation() {
    let titles = ["Pneumonia, unspecified organism"];
    assert!(names(&["bilateral", "pneumonias"], &titles));
    assert!(!names(&["DVT"], &titles));
    assert!(is_abbreviated(&["DVT"]));
    assert!(!is_abbreviated(&["No", "fever"]));
    assert!(!names(&["appetite"], &["Anorexia"]));
    assert!(!names(&["unspecified"], &titles));
}

#[test]
fn events_of_long_ago_are_told_from_recent_ones() {
    for text in [
        "[NSTEMI] six months ago, no symptoms now",
        "[MI] 2 years ago",
        "[STEMI] in 2019",
        "[MI] (2019)",
    ] {
        assert!(wording(text).happened_weeks_ago(5, 2026), "{text}");
    }
    for text in [
        "[NSTEMI] 3 weeks ago",
        "[NSTEMI] in 2025",
        "[MI] after PCI six months ago",
        "recurrent [MI] 2 years ago",
        "[MI] at the age of 62",
        "[MI]",
    ] {
        assert!(!wording(text).happened_weeks_ago(5, 2026), "{text}");
    }
}

#[test]
fn a_cancer_that_is_gone_is_told_from_one_under_treatment() {
    for text in [
        "[colon cancer] s/p resection, NED",
        "[breast cancer] 2010, no current treatment",
        "[lymphoma] treated in 2016, no recurrence",
    ] {
        assert!(wording(text).is_disease_free(), "{text}");
    }
    for text in [
        "[breast cancer], NED on tamoxifen",
        "[colon cancer], no evidence of disease after cycle 3, on chemotherapy",
        "[lung cancer] s/p lobectomy",
    ] {
        assert!(!wording(text).is_disease_free(), "{text}");
    }
}

#[test]
fn impending_and_borderline_are_short_of_the_disease() {
    assert!(wording("impending [respiratory failure]").is_impending());
    assert!(wording("threatened acute [MI]").is_impending());
    assert!(!wording("life-threatening [asthma]").is_impending());
    assert!(wording("borderline [diabetes]").is_borderline());
    assert!(wording("[prediabetes]").is_prediabetes());
    assert!(!wording("prediabetes years ago, now [diabetes]").is_prediabetes());
}
