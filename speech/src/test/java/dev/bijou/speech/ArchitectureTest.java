package dev.bijou.speech;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The arrows between the packages of speech.
class ArchitectureTest {
  private static final JavaClasses SPEECH =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.bijou.speech");

  @Test
  void packagesLookDownOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("voice")
        .definedBy("dev.bijou.speech.voice")
        .layer("speaker")
        .definedBy("dev.bijou.speech.speaker")
        .layer("run")
        .definedBy("dev.bijou.speech.training.run")
        .layer("training")
        .definedBy("dev.bijou.speech.training")
        .layer("metric")
        .definedBy("dev.bijou.speech.metric")
        .layer("text")
        .definedBy("dev.bijou.speech.text")
        .layer("corpus")
        .definedBy("dev.bijou.speech.corpus")
        .layer("picture")
        .definedBy("dev.bijou.speech.picture")
        .layer("mel")
        .definedBy("dev.bijou.speech.mel")
        .layer("spectrum")
        .definedBy("dev.bijou.speech.spectrum")
        .layer("audio")
        .definedBy("dev.bijou.speech.audio")
        .whereLayer("voice")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("speaker")
        .mayOnlyBeAccessedByLayers("voice")
        .whereLayer("run")
        .mayOnlyBeAccessedByLayers("voice", "speaker")
        .whereLayer("training")
        .mayOnlyBeAccessedByLayers("voice", "speaker", "run")
        .whereLayer("metric")
        .mayOnlyBeAccessedByLayers("voice")
        .whereLayer("text")
        .mayOnlyBeAccessedByLayers("speaker")
        .whereLayer("corpus")
        .mayOnlyBeAccessedByLayers("voice", "speaker")
        .whereLayer("picture")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("mel")
        .mayOnlyBeAccessedByLayers("voice", "speaker", "metric", "picture")
        .whereLayer("spectrum")
        .mayOnlyBeAccessedByLayers("voice", "speaker", "metric", "mel")
        .whereLayer("audio")
        .mayNotAccessAnyLayer()
        .whereLayer("text")
        .mayNotAccessAnyLayer()
        .check(SPEECH);
  }
}
