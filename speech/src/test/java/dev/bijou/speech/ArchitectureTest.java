package dev.bijou.speech;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The arrows between the packages of speech.
class ArchitectureTest {
  /// Each of these packages may use those after it.
  private static final List<String> TOP_DOWN =
      List.of(
          "dev.bijou.speech.evaluation",
          "dev.bijou.speech.tuning",
          "dev.bijou.speech.check",
          "dev.bijou.speech.voice",
          "dev.bijou.speech.drawing",
          "dev.bijou.speech.speaker",
          "dev.bijou.speech.training.run",
          "dev.bijou.speech.json",
          "dev.bijou.speech.training",
          "dev.bijou.speech.npy",
          "dev.bijou.speech.picture",
          "dev.bijou.speech.metric",
          "dev.bijou.speech.mel",
          "dev.bijou.speech.spectrum",
          "dev.bijou.speech.corpus",
          "dev.bijou.speech.text",
          "dev.bijou.speech.audio");

  private static final JavaClasses SPEECH =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.bijou.speech");

  @Test
  void packagesLookDownOnly() {
    LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String name : TOP_DOWN) {
      layers = layers.layer(name).definedBy(name);
    }
    for (int i = 0; i < TOP_DOWN.size(); i++) {
      LayeredArchitecture.LayerDependencySpecification layer = layers.whereLayer(TOP_DOWN.get(i));
      layers =
          i == 0
              ? layer.mayNotBeAccessedByAnyLayer()
              : layer.mayOnlyBeAccessedByLayers(TOP_DOWN.subList(0, i).toArray(String[]::new));
    }
    layers.check(SPEECH);
  }
}
