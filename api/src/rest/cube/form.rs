//! What every form of a cube can do, and the answer that is written while the cube is read.
//!
//! Invariant: an error in the middle ends the answer with an error of the connection; there is no well-formed answer that
//! is too short.

use actix_web::web::Bytes;
use async_graphql::futures_util::stream::{Stream, unfold};
use domain::{
    Ctx, Error, Result,
    cube::{Batch, Cells, Frame},
    language::Language,
};
use serde_json::{Map, Value};

/// A cube while it is written.
pub struct Cube {
    /// What it is about.
    pub frame: Frame,
    /// The reader's language.
    pub language: Language,
    /// Where it is answered, below the prefix of the interface; its description is below that.
    pub path: &'static str,
}

impl Cube {
    /// A cube that is answered at a path.
    #[must_use]
    pub fn at(path: &'static str, ctx: &Ctx, frame: Frame) -> Self {
        let language = ctx.language();
        Self {
            frame,
            language,
            path,
        }
    }
}

/// A form of a cube that is written from its beginning to its end.
pub trait Form {
    /// What comes before the cells.
    ///
    /// # Errors
    /// What cannot be written.
    fn head(&mut self, cube: &Cube, to: &mut Vec<u8>) -> Result<()>;

    /// Some cells, in the order of their positions.
    ///
    /// # Errors
    /// What cannot be written.
    fn cells(&mut self, cube: &Cube, batch: &Batch, to: &mut Vec<u8>) -> Result<()>;

    /// What comes after the cells, piece by piece; says whether it was the last piece.
    ///
    /// # Errors
    /// What cannot be written.
    fn foot(&mut self, cube: &Cube, to: &mut Vec<u8>) -> Result<bool>;
}

/// Where the writing stands.
enum Stage {
    Cells,
    Foot,
    Over,
}

struct Writing {
    cube: Cube,
    cells: Cells,
    form: Box<dyn Form>,
    stage: Stage,
    /// What was written and did not go out yet.
    ready: Vec<u8>,
}

/// The bytes of a cube. Its head and its first cells are there when this returns, so that most errors are answers.
///
/// # Errors
/// What the domain refuses or the database answers.
pub async fn stream(
    cube: Cube,
    cells: Cells,
    mut form: Box<dyn Form>,
) -> Result<impl Stream<Item = Result<Bytes>>> {
    let mut ready = Vec::new();
    form.head(&cube, &mut ready)?;
    let mut writing = Writing {
        cube,
        cells,
        form,
        stage: Stage::Cells,
        ready,
    };
    writing.step().await?;
    Ok(unfold(writing, |mut writing| async {
        let part = writing.part().await.transpose()?;
        if let Err(error) = &part {
            tracing::error!(%error, "a cube could not be written to its end");
            writing.stage = Stage::Over;
            writing.ready.clear();
        }
        Some((part, writing))
    }))
}

impl Writing {
    /// The next bytes; none behind the last.
    async fn part(&mut self) -> Result<Option<Bytes>> {
        while self.ready.is_empty() && !matches!(self.stage, Stage::Over) {
            self.step().await?;
        }
        let ready = std::mem::take(&mut self.ready);
        Ok(Some(Bytes::from(ready)).filter(|bytes| !bytes.is_empty()))
    }

    async fn step(&mut self) -> Result<()> {
        let (cube, to) = (&self.cube, &mut self.ready);
        match self.stage {
            Stage::Cells => match self.cells.next().await? {
                Some(batch) => self.form.cells(cube, &batch, to)?,
                None => self.stage = Stage::Foot,
            },
            Stage::Foot => {
                if self.form.foot(cube, to)? {
                    self.stage = Stage::Over;
                }
            }
            Stage::Over => {}
        }
        Ok(())
    }
}

/// For what cannot be written.
pub fn failed(error: &dyn std::error::Error) -> Error {
    Error::Internal(error.to_string())
}

/// Whether a comma comes before the next of several things.
#[derive(Default)]
pub struct Comma(bool);

impl Comma {
    /// Writes one, but not before the first thing.
    pub fn write(&mut self, to: &mut Vec<u8>) {
        if std::mem::replace(&mut self.0, true) {
            to.push(b',');
        }
    }
}

/// Begins an object with some members, so that more can follow.
pub fn open(members: &Map<String, Value>, to: &mut Vec<u8>) {
    let mut comma = Comma::default();
    to.push(b'{');
    for (name, value) in members {
        comma.write(to);
        to.extend_from_slice(format!("{}:{value}", Value::from(name.as_str())).as_bytes());
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use async_graphql::futures_util::StreamExt;
    use domain::cube;

    /// Fails at its end, after some pieces.
    struct Broken(u8);

    impl Form for Broken {
        fn head(&mut self, _: &Cube, to: &mut Vec<u8>) -> Result<()> {
            to.push(b'[');
            Ok(())
        }
        fn cells(&mut self, _: &Cube, batch: &Batch, to: &mut Vec<u8>) -> Result<()> {
            to.push(b'0');
            assert_eq!(batch.until, 3);
            Ok(())
        }
        fn foot(&mut self, _: &Cube, to: &mut Vec<u8>) -> Result<bool> {
            self.0 += 1;
            to.push(b'.');
            match self.0 {
                3 => Err(Error::Internal("torn".to_owned())),
                _ => Ok(false),
            }
        }
    }

    #[tokio::test]
    async fn an_error_in_the_middle_is_an_error_and_the_end() {
        let cube = Cube {
            frame: cube::blank(),
            language: Language::De,
            path: "cube",
        };
        let cells = Cells::known(Vec::new(), 3);
        let bytes = stream(cube, cells, Box::new(Broken(0))).await.unwrap();
        let parts: Vec<_> = bytes.collect().await;
        let told = parts
            .iter()
            .map(|part| part.as_ref().ok().map(|bytes| bytes.to_vec()));
        let expected = [
            Some(b"[0".to_vec()),
            Some(b".".to_vec()),
            Some(b".".to_vec()),
            None,
        ];
        assert_eq!(told.collect::<Vec<_>>(), expected);
    }
}
