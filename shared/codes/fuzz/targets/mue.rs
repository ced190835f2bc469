#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| chartfleet_codes_fuzz::import("mue-outpatient", bytes));
