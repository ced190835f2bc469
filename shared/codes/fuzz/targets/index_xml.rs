#![no_main]

// The reader of XML is chosen by the first sign, so that it is given here.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut file = b"<ICD10CM.index>".to_vec();
    file.extend(bytes.strip_prefix(b"<ICD10CM.index>").unwrap_or(bytes));
    for kind in ["index", "neoplasm", "drugs"] {
        chartfleet_codes_fuzz::import(kind, &file);
    }
});
