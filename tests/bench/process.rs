//! Processes as the kernel accounts for them: CPU time, memory, and their end.
//!
//! Invariant: a process that is started here is ended here, by its own id, however the measuring ends.

use std::{
    fs,
    path::Path,
    process::{Child, Command},
    time::Duration,
};

/// Kernel clock ticks in a second; Linux shows times to programs in this unit on every machine.
const TICKS: f64 = 100.0;

/// A process of ours, which ends with this value.
pub struct Started(Child);

impl Started {
    /// Starts it.
    pub fn new(command: &mut Command) -> Self {
        Self(command.spawn().unwrap())
    }

    /// Its id.
    pub fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // Both fail only for a process that has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The CPU time that a process and its descendants have used so far, with that of children which have ended.
pub fn cpu(root: u32) -> Duration {
    let all = Stat::all();
    let mut ticks = 0;
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop() {
        for stat in &all {
            if stat.id == id {
                ticks += stat.own + if id == root { stat.ended } else { 0 };
            }
            if stat.parent == id {
                waiting.push(stat.id);
            }
        }
    }
    Duration::from_secs_f64(f64::from(ticks) / TICKS)
}

/// The CPU time that this program itself has used so far.
pub fn own_cpu() -> Duration {
    let stat = Stat::read(Path::new("/proc/self"));
    Duration::from_secs_f64(f64::from(stat.unwrap().own) / TICKS)
}

/// What `/proc/<id>/stat` says of a process.
struct Stat {
    id: u32,
    parent: u32,
    own: u32,
    ended: u32,
}

impl Stat {
    fn all() -> Vec<Self> {
        let entries = fs::read_dir("/proc").unwrap().flatten();
        entries
            .filter_map(|entry| Self::read(&entry.path()))
            .collect()
    }

    /// `None` for what is no process, or has ended meanwhile.
    fn read(folder: &Path) -> Option<Self> {
        let text = fs::read_to_string(folder.join("stat")).ok()?;
        let id = text.split_whitespace().next()?.parse().ok()?;
        // The name in brackets may hold anything, so the other fields are counted from behind it.
        let (_, fields) = text.rsplit_once(')')?;
        let fields: Vec<&str> = fields.split_whitespace().collect();
        let number = |place: usize| fields.get(place)?.parse::<u32>().ok();
        Some(Self {
            id,
            parent: number(1)?,
            own: number(11)? + number(12)?,
            ended: number(13)? + number(14)?,
        })
    }
}

/// Which amount of memory is asked for.
#[derive(Clone, Copy)]
pub enum Memory {
    /// What is resident now.
    Now,
    /// The most that ever was.
    Peak,
}

/// The resident memory of a process in MiB.
pub fn memory(id: u32, which: Memory) -> f64 {
    let name = match which {
        Memory::Now => "VmRSS:",
        Memory::Peak => "VmHWM:",
    };
    let text = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let kib: f64 = line
        .and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap();
    kib / 1024.0
}
