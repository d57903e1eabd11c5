/// Speech: sound in and out, spectrograms, text to phones, and voices that are trained and speak.
module dev.bijou.speech {
  requires transitive dev.bijou.sequence;
  requires static org.jspecify;
  requires com.google.gson;
  requires java.desktop;

  exports dev.bijou.speech;
  exports dev.bijou.speech.audio;
  exports dev.bijou.speech.mel;
  exports dev.bijou.speech.speaker;
  exports dev.bijou.speech.text;
  exports dev.bijou.speech.training;
  exports dev.bijou.speech.voice;

  // For the program, and free to change:
  exports dev.bijou.speech.check to
      dev.bijou.cli;
  exports dev.bijou.speech.corpus to
      dev.bijou.cli;
  exports dev.bijou.speech.drawing to
      dev.bijou.cli;
  exports dev.bijou.speech.evaluation to
      dev.bijou.cli;
  exports dev.bijou.speech.json to
      dev.bijou.cli;
  exports dev.bijou.speech.metric to
      dev.bijou.cli;
  exports dev.bijou.speech.npy to
      dev.bijou.cli;
  exports dev.bijou.speech.picture to
      dev.bijou.cli,
      dev.bijou.server;
  exports dev.bijou.speech.tuning to
      dev.bijou.cli;
}
