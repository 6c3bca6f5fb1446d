//! Folders for the databases of one test run, below the build's own folder for temporary files.
//!
//! Invariant: what an earlier run left behind is removed, what a run beside this one uses is not.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Once,
        atomic::{AtomicU32, Ordering},
    },
};

/// A new empty folder.
pub fn fresh() -> PathBuf {
    static SWEPT: Once = Once::new();
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    let all = Path::new(env!("CARGO_TARGET_TMPDIR"));
    SWEPT.call_once(|| sweep(all));
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = all
        .join(std::process::id().to_string())
        .join(number.to_string());
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Folders are named after the process that made them.
fn sweep(all: &Path) {
    for entry in fs::read_dir(all).into_iter().flatten().flatten() {
        let process = Path::new("/proc").join(entry.file_name());
        let is_ours = entry.file_name() == std::process::id().to_string().as_str();
        let is_named_so = entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.parse::<u32>().is_ok());
        if is_named_so && (is_ours || !process.exists()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
