//! The tables of axes are sound.

use super::*;

#[test]
fn every_line_of_the_tables_is_read_and_every_row_is_whole() {
    let table = table::read();
    assert!(table.unread.is_empty(), "{:?}", table.unread);
    assert!(table.axes.len() >= 30);
    for axis in &table.axes {
        let rule = axis.check.rule;
        let texts = [axis.topic, axis.diagnosis, axis.check.source];
        assert!(texts.iter().all(|text| !text.is_empty()), "{rule}");
        assert!(axis.question.ends_with('?'), "{rule}");
        let kinds = axis.words.iter().filter(|words| !words.aside).count();
        assert!(axis.needs >= 1 && axis.needs <= kinds, "{rule}");
        assert!(!axis.cases.is_empty(), "{rule}");
        let is_whole = |case: &Case| !case.now.is_empty() && case.answers.len() >= 2;
        assert!(axis.cases.iter().all(is_whole), "{rule}");
    }
    let mut rules: Vec<&str> = checks().map(|check| check.rule).collect();
    rules.sort_unstable();
    assert!(rules.windows(2).all(|two| two[0] != two[1]), "{rules:?}");
}

#[test]
fn every_code_of_an_answer_is_one() {
    let answers = AXES
        .iter()
        .flat_map(|axis| &axis.cases)
        .flat_map(|case| &case.answers);
    for code in answers.flat_map(|answer| &answer.codes) {
        let parsed: Result<chartfleet_model::Icd10CmCode, _> = code.parse();
        assert!(
            parsed.is_ok_and(|parsed| parsed.as_str() == *code),
            "{code}"
        );
    }
}

#[test]
fn every_phrase_is_in_lower_case() {
    let phrases = AXES.iter().flat_map(|axis| {
        let words = axis.words.iter().flat_map(|words| &words.phrases);
        let answers = axis.cases.iter().flat_map(|case| &case.answers);
        let said = answers.flat_map(|answer| answer.says.iter().chain(&answer.lacks));
        words.chain(said).chain(&axis.told)
    });
    for phrase in phrases {
        assert!(
            !phrase.is_empty() && *phrase == phrase.to_lowercase(),
            "{phrase}"
        );
    }
}
