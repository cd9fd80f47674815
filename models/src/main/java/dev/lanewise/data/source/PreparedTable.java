package dev.lanewise.data.source;

import dev.lanewise.data.DataException;
import dev.lanewise.data.Dataset;
import dev.lanewise.data.Field;
import dev.lanewise.data.Signature;
import dev.lanewise.data.csv.CsvFormat;
import dev.lanewise.data.csv.CsvTable;
import dev.lanewise.data.tabular.TabularData;
import dev.lanewise.data.tabular.TabularDataset;
import dev.lanewise.data.tabular.TabularPreparation;
import dev.lanewise.data.tabular.Target;
import dev.lanewise.data.tabular.Task;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Value;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How rows of a table become the inputs of a model: numbers standardised, categories numbered.
 *
 * @param table what is done
 */
public record PreparedTable(TabularPreparation table) implements Preparation {
    /** What a row may be typed with if not with the file's own delimiter. */
    private static final List<CsvFormat> TYPED =
            List.of(CsvFormat.COMMA, CsvFormat.TAB, new CsvFormat(';', true, '.'), new CsvFormat(';', true, ','));

    @Override
    public Signature signature() {
        List<Signature.Input> inputs = new ArrayList<>();
        List<Field> fields = table.fields();
        for (Field field : fields.subList(0, fields.size() - 1)) {
            inputs.add(
                    field.kind() == Field.Kind.FLOAT
                            ? Signature.Input.floats(field.name(), field.shape())
                            : Signature.Input.ids(field.name(), field.shape(), table.cardinalities()));
        }
        Target target = table.target();
        return new Signature(
                inputs,
                target.task() == Task.CLASSIFICATION
                        ? new Signature.Classes(target.classes())
                        : new Signature.Quantities(
                                List.of(target.name()),
                                Shape.of(1),
                                List.of(target.mean()),
                                List.of(target.deviation())));
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", "table");
        map.putAll(table.toMap());
        return map;
    }

    @Override
    public boolean readsFiles() {
        return false;
    }

    @Override
    public Value[] inputs(String raw) {
        return table.prepare(cells(raw));
    }

    private String[] cells(String raw) {
        int columns = table.columns().size();
        String[] own = table.row(raw);
        if (own.length == columns || own.length == columns - 1) {
            return own;
        }
        for (CsvFormat format : TYPED) {
            // The cells are read as numbers by the file's own format.
            if (format.point() == table.format().point()) {
                String[] cells = format.cells(raw);
                if (cells.length == columns || cells.length == columns - 1) {
                    return cells;
                }
            }
        }
        return own;
    }

    /** A file's rows, each a sample, or the one row that is typed. */
    @Override
    public List<Sample> samples(String raw, Path folder) {
        Path file = file(raw, folder);
        if (file == null) {
            return List.of(new Sample(raw, () -> inputs(raw)));
        }
        CsvTable rows = TabularData.rows(file, table);
        List<Sample> samples = new ArrayList<>(rows.rows());
        for (int row = 0; row < rows.rows(); row++) {
            String[] cells = rows.row(row);
            String where = rows.where(row);
            samples.add(new Sample(raw + ":" + rows.line(row), () -> prepared(cells, where)));
        }
        return samples;
    }

    private Value[] prepared(String[] cells, String where) {
        try {
            return table.prepare(cells);
        } catch (DataException e) {
            throw new DataException(e.getMessage().replaceFirst("^row", where), e);
        }
    }

    /** The file that is meant, also one that is not there; null if it is a row. */
    private static Path file(String raw, Path folder) {
        try {
            Path path = folder.resolve(raw);
            return Files.exists(path) || CsvTable.calledLikeOne(path) ? path : null;
        } catch (InvalidPathException _) {
            return null;
        }
    }

    @Override
    public Specimen specimen(Dataset data, int sample) {
        return new Specimen.Row(table.columns(), List.of(((TabularDataset) data).cells(sample)));
    }
}
