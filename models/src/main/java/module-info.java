/** Models, data sets, training, file formats and prediction: the module that a service adds. */
module dev.lanewise.models {
    requires transitive dev.lanewise.layers;
    requires com.fasterxml.jackson.core;
    requires java.desktop;
    requires jdk.management;

    exports dev.lanewise.bench;
    exports dev.lanewise.data;
    exports dev.lanewise.data.augment;
    exports dev.lanewise.data.cifar;
    exports dev.lanewise.data.csv;
    exports dev.lanewise.data.digits;
    exports dev.lanewise.data.graph;
    exports dev.lanewise.data.idx;
    exports dev.lanewise.data.image;
    exports dev.lanewise.data.text;
    exports dev.lanewise.data.series;
    exports dev.lanewise.data.source;
    exports dev.lanewise.data.tabular;
    exports dev.lanewise.format;
    exports dev.lanewise.format.json;
    exports dev.lanewise.format.safetensors;
    exports dev.lanewise.infer;
    exports dev.lanewise.insight;
    exports dev.lanewise.recipe;
    exports dev.lanewise.report;
    exports dev.lanewise.run;
    exports dev.lanewise.setting;
    exports dev.lanewise.train;
    exports dev.lanewise.train.log;
    exports dev.lanewise.train.metric;
    exports dev.lanewise.zoo;
    exports dev.lanewise.zoo.forecast;
    exports dev.lanewise.zoo.lenet;
    exports dev.lanewise.zoo.mlp;
    exports dev.lanewise.zoo.resnet;
    exports dev.lanewise.zoo.tabular;
    exports dev.lanewise.zoo.text;

    uses dev.lanewise.infer.ModelLoader;

    provides dev.lanewise.infer.ModelLoader with
            dev.lanewise.run.RunLoader;
}
