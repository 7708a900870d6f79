<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>Terralex</name>
  <message>
   <source>The local server did not start: see the end of its log.</source>
   <translation>Der lokale Server ist nicht gestartet: Das Ende seines Protokolls sagt, warum.</translation>
  </message>
  <message>
   <source>Waiting for the server</source>
   <translation>Warten auf den Server</translation>
  </message>
  <message>
   <source>There is no terralex at {program}: choose another one.</source>
   <translation>Unter {program} gibt es kein terralex: Wählen Sie ein anderes.</translation>
  </message>
  <message>
   <source>The local server is not installed: install it in the Terralex options.</source>
   <translation>Der lokale Server ist nicht installiert: Installieren Sie ihn in den Optionen von Terralex.</translation>
  </message>
  <message>
   <source>{program} cannot be started.</source>
   <translation>{program} kann nicht gestartet werden.</translation>
  </message>
  <message>
   <source>Size of the indexes</source>
   <translation>Größe der Indizes</translation>
  </message>
  <message>
   <source>Deleting the indexes</source>
   <translation>Die Indizes werden gelöscht</translation>
  </message>
  <message>
   <source>New</source>
   <translation>Neu</translation>
  </message>
  <message>
   <source>Gone</source>
   <translation>Verschwunden</translation>
  </message>
  <message>
   <source>Unchanged</source>
   <translation>Unverändert</translation>
  </message>
  <message>
   <source>The server's reply was incomplete: try again.</source>
   <translation>Die Antwort des Servers wurde abgeschnitten: Versuchen Sie es erneut.</translation>
  </message>
  <message>
   <source>{file} is not a Terralex concept.</source>
   <translation>{file} ist kein Konzept von Terralex.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be read: check that it exists.</source>
   <translation>Das Konzept {file} kann nicht gelesen werden: Prüfen Sie, ob es da ist.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be written.</source>
   <translation>Das Konzept {file} kann dort nicht geschrieben werden.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be deleted.</source>
   <translation>Das Konzept {file} kann nicht gelöscht werden.</translation>
  </message>
  <message>
   <source>No server is set: enter its address in the Terralex options.</source>
   <translation>Es ist kein Server eingestellt: Geben Sie seine Adresse in den Optionen von Terralex an.</translation>
  </message>
  <message>
   <source>{url} is not an address: write it like https://gpu.example.org:8765.</source>
   <translation>{url} ist keine Adresse: Schreiben Sie sie wie https://gpu.example.org:8765.</translation>
  </message>
  <message>
   <source>QGIS could not store the token: unlock the authentication database and try again.</source>
   <translation>QGIS konnte das Token nicht aufbewahren: Entsperren Sie die Authentifizierungsdatenbank und versuchen Sie es erneut.</translation>
  </message>
  <message>
   <source>The local server is not running: start it in the Terralex options.</source>
   <translation>Der lokale Server läuft nicht: Starten Sie ihn in den Optionen von Terralex.</translation>
  </message>
  <message>
   <source>The token of the local server cannot be read: restart the server in the options.</source>
   <translation>Das Token des lokalen Servers kann nicht gelesen werden: Starten Sie ihn in den Optionen neu.</translation>
  </message>
  <message>
   <source>{percent} % indexed: a search indexes the rest</source>
   <translation>{percent} % indiziert: Den Rest indiziert die Suche</translation>
  </message>
  <message>
   <source>QGIS renders this layer at {metres} m per pixel and sends the image.</source>
   <translation>QGIS zeichnet diesen Layer mit {metres} m pro Pixel und sendet das Bild.</translation>
  </message>
  <message>
   <source>Indexed: searching here is fast</source>
   <translation>Indiziert: Hier dauert die Suche nur einen Augenblick</translation>
  </message>
  <message>
   <source>Not indexed yet: the first search here takes longer</source>
   <translation>Noch nicht indiziert: Die erste Suche dauert hier länger</translation>
  </message>
  <message>
   <source>Index status</source>
   <translation>Status des Index</translation>
  </message>
  <message>
   <source>The server cannot read this file: QGIS renders it at {metres} m per pixel and sends the image.</source>
   <translation>Der Server kann diese Datei nicht lesen: QGIS zeichnet sie mit {metres} m pro Pixel und sendet das Bild.</translation>
  </message>
  <message>
   <source>{package} does not exist: choose a wheel file or a folder.</source>
   <translation>{package} ist nicht da: Wählen Sie eine Wheel-Datei oder einen Ordner.</translation>
  </message>
  <message>
   <source>Creating the environment</source>
   <translation>Umgebung wird angelegt</translation>
  </message>
  <message>
   <source>Installing PyTorch for CUDA</source>
   <translation>PyTorch für CUDA wird installiert</translation>
  </message>
  <message>
   <source>Installing PyTorch for the CPU</source>
   <translation>PyTorch für die CPU wird installiert</translation>
  </message>
  <message>
   <source>Installing Terralex</source>
   <translation>Terralex wird installiert</translation>
  </message>
  <message>
   <source>Loading the model once</source>
   <translation>Das Modell wird einmal geladen</translation>
  </message>
  <message>
   <source>Make a polygon layer the active layer and select features in it.</source>
   <translation>Machen Sie einen Polygonlayer zum aktuellen und wählen Sie darin Objekte aus.</translation>
  </message>
  <message>
   <source>Nothing is selected in {name}.</source>
   <translation>In {name} ist nichts ausgewählt.</translation>
  </message>
  <message>
   <source>Choose at most {most} examples of each kind.</source>
   <translation>Wählen Sie höchstens {most} Beispiele jeder Art.</translation>
  </message>
  <message>
   <source>An example must be a polygon.</source>
   <translation>Ein Beispiel muss ein Polygon sein.</translation>
  </message>
  <message>
   <source>This location cannot be expressed in longitude and latitude.</source>
   <translation>Dieser Ort hat keine geografische Länge und Breite.</translation>
  </message>
  <message>
   <source>The map scale cannot be determined here: zoom in on the layer.</source>
   <translation>Der Maßstab der Karte lässt sich hier nicht bestimmen: Zoomen Sie auf den Layer.</translation>
  </message>
  <message>
   <source>This part of the map cannot be expressed in {crs}: zoom in on the layer.</source>
   <translation>Dieser Teil der Karte lässt sich nicht in {crs} ausdrücken: Zoomen Sie auf den Layer.</translation>
  </message>
  <message>
   <source>Heat map: {what}</source>
   <translation>Heatmap: {what}</translation>
  </message>
  <message>
   <source>A heat map needs words: type what to look for.</source>
   <translation>Eine Heatmap braucht Wörter: Geben Sie ein, was gesucht wird.</translation>
  </message>
  <message>
   <source>Index: {what}</source>
   <translation>Index: {what}</translation>
  </message>
  <message>
   <source>Removing the local server</source>
   <translation>Der lokale Server wird entfernt</translation>
  </message>
  <message>
   <source>An installation is already running.</source>
   <translation>Eine Installation läuft bereits.</translation>
  </message>
  <message>
   <source>The installation was stopped.</source>
   <translation>Die Installation wurde abgebrochen.</translation>
  </message>
  <message>
   <source>{what} failed: see the last lines of the log.</source>
   <translation>{what} ist fehlgeschlagen: Die letzten Zeilen des Protokolls sagen, warum.</translation>
  </message>
  <message>
   <source>Installed</source>
   <translation>Installiert</translation>
  </message>
  <message>
   <source>{message} (about {minutes} min left)</source>
   <translation>{message} (noch etwa {minutes} min)</translation>
  </message>
  <message>
   <source>Waiting in the queue</source>
   <translation>In der Warteschlange</translation>
  </message>
  <message>
   <source>{message} (about {seconds} s left)</source>
   <translation>{message} (noch etwa {seconds} s)</translation>
  </message>
  <message>
   <source>The job was stopped on the server.</source>
   <translation>Der Auftrag wurde auf dem Server beendet.</translation>
  </message>
  <message>
   <source>Cancelled.</source>
   <translation>Abgebrochen.</translation>
  </message>
  <message>
   <source>The server is not responding: trying again</source>
   <translation>Der Server antwortet nicht: neuer Versuch</translation>
  </message>
  <message>
   <source>Choose a polygon layer with the features to label.</source>
   <translation>Wählen Sie einen Polygonlayer, dessen Objekte klassifiziert werden sollen.</translation>
  </message>
  <message>
   <source>Fetching the labels</source>
   <translation>Klassen werden geholt</translation>
  </message>
  <message>
   <source>Add at least two classes.</source>
   <translation>Nennen Sie mindestens zwei Klassen.</translation>
  </message>
  <message>
   <source>{file} has the unknown column {column}: known columns are {known}.</source>
   <translation>{file} hat die unbekannte Spalte {column}: Bekannt sind {known}.</translation>
  </message>
  <message>
   <source>The class {name} exists twice: rename one.</source>
   <translation>Die Klasse {name} kommt zweimal vor: Benennen Sie eine um.</translation>
  </message>
  <message>
   <source>{file}, line {line} has no name.</source>
   <translation>{file}, Zeile {line} hat keinen Namen.</translation>
  </message>
  <message>
   <source>{file}, line {line}: {colour} is not a colour, write it like #3366cc.</source>
   <translation>{file}, Zeile {line}: {colour} ist keine Farbe, schreiben Sie sie wie #3366cc.</translation>
  </message>
  <message>
   <source>Label: {what}</source>
   <translation>Klassifizieren: {what}</translation>
  </message>
  <message>
   <source>The features lie outside the layer {name}.</source>
   <translation>Die Objekte liegen außerhalb des Layers {name}.</translation>
  </message>
  <message>
   <source>The layer {name} has no polygons to label.</source>
   <translation>Der Layer {name} hat keine Polygone zum Klassifizieren.</translation>
  </message>
  <message>
   <source>The server's result cannot be opened: try again.</source>
   <translation>Das Ergebnis des Servers kann nicht geöffnet werden: Versuchen Sie es erneut.</translation>
  </message>
  <message>
   <source>Choose a raster layer to search in.</source>
   <translation>Wählen Sie einen Rasterlayer, in dem gesucht werden soll.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be opened: repair its data source.</source>
   <translation>Der Layer {name} kann nicht geöffnet werden: Reparieren Sie seine Quelle.</translation>
  </message>
  <message>
   <source>The layer {name} has no CRS: set one.</source>
   <translation>Der Layer {name} hat kein Koordinatensystem: Legen Sie eines fest.</translation>
  </message>
  <message>
   <source>The server is assembling the image</source>
   <translation>Der Server setzt das Bild zusammen</translation>
  </message>
  <message>
   <source>Sending the image of {name}</source>
   <translation>Das Bild von {name} wird gesendet</translation>
  </message>
  <message>
   <source>The layer {name} shows nothing here: check on the map whether its service is responding.</source>
   <translation>Der Layer {name} zeigt hier nichts: Sehen Sie auf der Karte nach, ob sein Dienst antwortet.</translation>
  </message>
  <message>
   <source>The layer {name} has no extent of its own: search in the extent of the map.</source>
   <translation>Der Layer {name} hat keine eigene Ausdehnung: Suchen Sie im Kartenausschnitt.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be drawn: {reason}.</source>
   <translation>Der Layer {name} kann nicht gezeichnet werden: {reason}.</translation>
  </message>
  <message>
   <source>The server could not assemble the image: try again.</source>
   <translation>Der Server konnte das Bild nicht zusammensetzen: Versuchen Sie es erneut.</translation>
  </message>
  <message>
   <source>The server cannot read the file: sending its image instead</source>
   <translation>Der Server darf die Datei nicht lesen: Stattdessen wird ihr Bild gesendet</translation>
  </message>
  <message>
   <source>Sending {name}</source>
   <translation>{name} wird gesendet</translation>
  </message>
  <message>
   <source>Models on the server</source>
   <translation>Modelle des Servers</translation>
  </message>
  <message>
   <source>{have} million pixels would be sent, the limit is {most} million: zoom in or choose larger regions.</source>
   <translation>Es würden {have} Millionen Pixel gesendet, {most} Millionen sind die Grenze: Zoomen Sie hinein oder wählen Sie größere Regionen.</translation>
  </message>
  <message>
   <source>the table {table} is missing</source>
   <translation>die Tabelle {table} fehlt</translation>
  </message>
  <message>
   <source>it is not a raster</source>
   <translation>es ist kein Raster</translation>
  </message>
  <message>
   <source>No Python {least} or newer was found: set one in the Terralex options.</source>
   <translation>Kein Python {least} oder neuer gefunden: Nennen Sie eines in den Optionen von Terralex.</translation>
  </message>
  <message>
   <source>Python {version} cannot make environments here: install python{version}-venv, then try again.</source>
   <translation>Python {version} kann hier keine Umgebungen anlegen: Installieren Sie python{version}-venv und versuchen Sie es erneut.</translation>
  </message>
  <message>
   <source>This plugin does not understand the server's reply: check that both have the same version.</source>
   <translation>Dieses Plugin versteht die Antwort des Servers nicht: Haben beide dieselbe Version?</translation>
  </message>
  <message>
   <source>The server does not accept the token: enter it again in the options of Terralex.</source>
   <translation>Der Server nimmt das Token nicht an: Geben Sie es in den Optionen von Terralex neu ein.</translation>
  </message>
  <message>
   <source>The server failed (500): see its log.</source>
   <translation>Serverfehler (500): Das Protokoll des Servers nennt den Grund.</translation>
  </message>
  <message>
   <source>The server is not available ({status}): try again later.</source>
   <translation>Der Server ist nicht verfügbar ({status}): Versuchen Sie es später.</translation>
  </message>
  <message>
   <source>The server refused the request ({status}).</source>
   <translation>Der Server hat die Anfrage abgelehnt ({status}).</translation>
  </message>
  <message>
   <source>The reply is incomplete or not JSON: check that there is a Terralex server at this address.</source>
   <translation>Die Antwort ist abgeschnitten oder kein JSON: Läuft unter dieser Adresse ein Terralex-Server?</translation>
  </message>
  <message>
   <source>This is more than the server accepts at once: choose a smaller extent.</source>
   <translation>Das ist mehr, als der Server auf einmal annimmt: Wählen Sie einen kleineren Ausschnitt.</translation>
  </message>
  <message>
   <source>The layer with the regions has been removed: search again.</source>
   <translation>Der Layer der Regionen wurde entfernt: Suchen Sie erneut.</translation>
  </message>
  <message>
   <source>{file} cannot be written: {reason}.</source>
   <translation>{file} kann nicht geschrieben werden: {reason}.</translation>
  </message>
  <message>
   <source>another program is writing to it</source>
   <translation>ein anderes Programm schreibt gerade hinein</translation>
  </message>
  <message>
   <source>the disk is full</source>
   <translation>der Datenträger ist voll</translation>
  </message>
  <message>
   <source>it cannot be opened</source>
   <translation>es kann nicht geöffnet werden</translation>
  </message>
  <message>
   <source>permission denied</source>
   <translation>keine Schreibberechtigung</translation>
  </message>
  <message>
   <source>Draw an area on the map first.</source>
   <translation>Zeichnen Sie zuerst ein Gebiet auf die Karte.</translation>
  </message>
  <message>
   <source>The layer {name} is outside this part of the map: zoom to it.</source>
   <translation>Der Layer {name} liegt nicht in diesem Teil der Karte: Zoomen Sie auf ihn.</translation>
  </message>
  <message>
   <source>The area lies outside the layer {name}.</source>
   <translation>Das Gebiet liegt außerhalb des Layers {name}.</translation>
  </message>
  <message>
   <source>The selected features lie outside the layer {name}.</source>
   <translation>Die ausgewählten Objekte liegen außerhalb des Layers {name}.</translation>
  </message>
  <message>
   <source>Similar to the examples</source>
   <translation>Wie die Beispiele</translation>
  </message>
  <message>
   <source>Type what to look for, or mark an example on the map.</source>
   <translation>Geben Sie ein, was gesucht wird, oder wählen Sie ein Beispiel auf der Karte.</translation>
  </message>
  <message>
   <source>Search: {what}</source>
   <translation>Suche: {what}</translation>
  </message>
  <message>
   <source>Writing {count} regions</source>
   <translation>{count} Regionen werden geschrieben</translation>
  </message>
  <message>
   <source>The server is preparing</source>
   <translation>Der Server bereitet sich vor</translation>
  </message>
  <message>
   <source>Searching</source>
   <translation>Suche läuft</translation>
  </message>
  <message>
   <source>Reading the class names</source>
   <translation>Die Namen der Klassen werden gelesen</translation>
  </message>
  <message>
   <source>Reading the index</source>
   <translation>Der Index wird gelesen</translation>
  </message>
  <message>
   <source>Placing windows over the features</source>
   <translation>Fenster werden über die Objekte gelegt</translation>
  </message>
  <message>
   <source>Comparing</source>
   <translation>Vergleich läuft</translation>
  </message>
  <message>
   <source>Labelling everything together</source>
   <translation>Alles wird gemeinsam klassifiziert</translation>
  </message>
  <message>
   <source>Smoothing</source>
   <translation>Glättung</translation>
  </message>
  <message>
   <source>Labelling the area</source>
   <translation>Die Fläche wird klassifiziert</translation>
  </message>
  <message>
   <source>Looking for gaps</source>
   <translation>Suche nach Lücken</translation>
  </message>
  <message>
   <source>Writing the result</source>
   <translation>Das Ergebnis wird geschrieben</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Fertig</translation>
  </message>
  <message>
   <source>The server cannot read the layer.</source>
   <translation>Der Server kann den Layer nicht lesen.</translation>
  </message>
  <message>
   <source>The layer is not georeferenced.</source>
   <translation>Der Layer ist nicht georeferenziert.</translation>
  </message>
  <message>
   <source>The layer has no pixels here.</source>
   <translation>Der Layer hat hier keine Pixel.</translation>
  </message>
  <message>
   <source>This lies outside the layer.</source>
   <translation>Das liegt außerhalb des Layers.</translation>
  </message>
  <message>
   <source>The server cannot use one of the values.</source>
   <translation>Einen der Werte kann der Server nicht verwenden.</translation>
  </message>
  <message>
   <source>The concept was taught with another model: choose its model in the options.</source>
   <translation>Das Konzept wurde mit einem anderen Modell angelernt: Wählen Sie dessen Modell in den Optionen.</translation>
  </message>
  <message>
   <source>There are no words to search for.</source>
   <translation>Es gibt keine Wörter, nach denen gesucht werden kann.</translation>
  </message>
  <message>
   <source>The server does not have the model.</source>
   <translation>Der Server hat dieses Modell nicht.</translation>
  </message>
  <message>
   <source>The index of the layer cannot be used.</source>
   <translation>Der Index des Layers ist nicht verwendbar.</translation>
  </message>
  <message>
   <source>The server's disk is full.</source>
   <translation>Die Festplatte des Servers ist voll.</translation>
  </message>
  <message>
   <source>The server does not have enough memory for this.</source>
   <translation>Dafür hat der Server zu wenig Speicher.</translation>
  </message>
  <message>
   <source>The server is too busy: try again later.</source>
   <translation>Der Server hat zu viel zu tun: Versuchen Sie es später.</translation>
  </message>
  <message>
   <source>The server no longer knows the layer: try again.</source>
   <translation>Der Server kennt den Layer nicht mehr: Versuchen Sie es erneut.</translation>
  </message>
  <message>
   <source>The server has no space left for images.</source>
   <translation>Der Server hat keinen Platz mehr für Bilder.</translation>
  </message>
  <message>
   <source>The server is not allowed to fetch this online layer.</source>
   <translation>Der Server darf diesen Online-Layer nicht abrufen.</translation>
  </message>
  <message>
   <source>The server failed: see its log.</source>
   <translation>Serverfehler: Das Protokoll des Servers nennt den Grund.</translation>
  </message>
  <message>
   <source>Indexing: {done} of {total} windows</source>
   <translation>Indizierung: {done} von {total} Fenstern</translation>
  </message>
  <message>
   <source>{done} of {total} windows</source>
   <translation>{done} von {total} Fenstern</translation>
  </message>
  <message>
   <source>Size of the local server</source>
   <translation>Größe des lokalen Servers</translation>
  </message>
  <message>
   <source>An error occurred in the plugin: {error}.</source>
   <translation>Im Plugin ist etwas schiefgegangen: {error}.</translation>
  </message>
  <message>
   <source>Teach: {what}</source>
   <translation>Anlernen: {what}</translation>
  </message>
  <message>
   <source>There is nothing to learn from: accept or reject a region first.</source>
   <translation>Es gibt nichts zu lernen: Nehmen Sie zuerst eine Region an oder lehnen Sie eine ab.</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: draw one side at a time.</source>
   <translation>Die Ausdehnung quert die Datumsgrenze: Zeichnen Sie eine Seite nach der anderen.</translation>
  </message>
  <message>
   <source>Thumbnails of the regions</source>
   <translation>Bilder der Regionen</translation>
  </message>
  <message>
   <source>The server at {url} did not respond in time: check whether it is busy.</source>
   <translation>Der Server unter {url} hat nicht rechtzeitig geantwortet: Prüfen Sie, ob er beschäftigt ist.</translation>
  </message>
  <message>
   <source>The server at {url} does not respond: {reason}.</source>
   <translation>Der Server unter {url} antwortet nicht: {reason}.</translation>
  </message>
  <message>
   <source>Windows of {metres} m are too large to show “{words}” well: choose a smaller extent or smaller windows.</source>
   <translation>Fenster von {metres} m sind zu groß, um „{words}“ gut zu zeigen: Wählen Sie einen kleineren Ausschnitt oder kleinere Fenster.</translation>
  </message>
  <message>
   <source>Nothing reaches a relevance of {least} %, the best match has {best} %: try other words or a lower threshold in the options.</source>
   <translation>Nichts erreicht eine Relevanz von {least} %, das Beste hat {best} %: Versuchen Sie andere Wörter oder eine niedrigere Schwelle in den Optionen.</translation>
  </message>
  <message>
   <source>Pixels of {metres} m are too coarse to show “{words}” well.</source>
   <translation>Pixel von {metres} m sind zu grob, um „{words}“ gut zu zeigen.</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”. The nearest known words: {nearest}.</source>
   <translation>Das Modell kennt die Wörter „{words}“ nicht. Die nächsten, die es kennt: {nearest}.</translation>
  </message>
  <message>
   <source>Nothing was relevant enough: try other words or a lower threshold in the options.</source>
   <translation>Nichts war relevant genug: Versuchen Sie andere Wörter oder eine niedrigere Schwelle in den Optionen.</translation>
  </message>
  <message>
   <source>Nothing here looks like “{words}”: the best match has a relevance of {best} %.</source>
   <translation>Nichts sieht hier nach „{words}“ aus: Das Beste hat eine Relevanz von {best} %.</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”: try other words.</source>
   <translation>Das Modell kennt die Wörter „{words}“ nicht: Versuchen Sie andere.</translation>
  </message>
  <message>
   <source>Only words or a concept can be saved as a search: type what to look for.</source>
   <translation>Nur Wörter oder ein Konzept lassen sich als Suche speichern: Geben Sie ein, was gesucht wird.</translation>
  </message>
  <message>
   <source>Saved searches</source>
   <translation>Gespeicherte Suchen</translation>
  </message>
  <message>
   <source>Saved search: {what}</source>
   <translation>Gespeicherte Suche: {what}</translation>
  </message>
  <message>
   <source>Choose at least one raster layer.</source>
   <translation>Wählen Sie mindestens einen Rasterlayer.</translation>
  </message>
  <message>
   <source>More tools for this layer</source>
   <translation>Weitere Werkzeuge für diesen Layer</translation>
  </message>
  <message>
   <source>Compare two dates</source>
   <translation>Zwei Zeitpunkte vergleichen</translation>
  </message>
  <message>
   <source>Count objects</source>
   <translation>Objekte zählen</translation>
  </message>
  <message>
   <source>Search many layers</source>
   <translation>Viele Layer durchsuchen</translation>
  </message>
  <message>
   <source>The Processing plugin is off: enable it in the plugin manager.</source>
   <translation>Die Erweiterung „Verarbeitung“ ist ausgeschaltet: Schalten Sie sie in der Erweiterungsverwaltung ein.</translation>
  </message>
  <message>
   <source>{area} m²</source>
   <translation>{area} m²</translation>
  </message>
  <message>
   <source>mean confidence {percent} %</source>
   <translation>mittlere Sicherheit {percent} %</translation>
  </message>
  <message>
   <source>{area} km²</source>
   <translation>{area} km²</translation>
  </message>
  <message>
   <source>{area} ha</source>
   <translation>{area} ha</translation>
  </message>
  <message>
   <source>Remove the local server? Indexes and results are kept.</source>
   <translation>Den lokalen Server entfernen? Indizes und Ergebnisse bleiben.</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Starten</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>Anhalten</translation>
  </message>
  <message>
   <source>Restart</source>
   <translation>Neu starten</translation>
  </message>
  <message>
   <source>Install</source>
   <translation>Installieren</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>Fortschritt</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>Protokoll</translation>
  </message>
  <message>
   <source>Start it with the first search</source>
   <translation>Mit der ersten Suche starten</translation>
  </message>
  <message>
   <source>the home folder</source>
   <translation>der persönliche Ordner</translation>
  </message>
  <message>
   <source>Folders the server can read, separated by {mark}</source>
   <translation>Ordner, die der Server lesen kann, getrennt durch {mark}</translation>
  </message>
  <message>
   <source>Runs on</source>
   <translation>Läuft auf</translation>
  </message>
  <message>
   <source>Readable folders</source>
   <translation>Lesbare Ordner</translation>
  </message>
  <message>
   <source>A wheel file, a source folder, or a package name</source>
   <translation>Eine Wheel-Datei, ein Ordner mit dem Quelltext oder der Name eines Pakets</translation>
  </message>
  <message>
   <source>detected automatically</source>
   <translation>wird automatisch erkannt</translation>
  </message>
  <message>
   <source>The Python used to create the server's environment</source>
   <translation>Das Python, mit dem die Umgebung des Servers angelegt wird</translation>
  </message>
  <message>
   <source>the plugin's own</source>
   <translation>das eigene des Plugins</translation>
  </message>
  <message>
   <source>A terralex that is there already: its program, or the folder of its environment</source>
   <translation>Ein vorhandenes terralex: sein Programm oder der Ordner seiner Umgebung</translation>
  </message>
  <message>
   <source>Existing Terralex</source>
   <translation>Vorhandenes Terralex</translation>
  </message>
  <message>
   <source>Install from</source>
   <translation>Installieren aus</translation>
  </message>
  <message>
   <source>Reinstall</source>
   <translation>Neu installieren</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Entfernen</translation>
  </message>
  <message>
   <source>Installation</source>
   <translation>Installation</translation>
  </message>
  <message>
   <source>Not installed: needs Python 3.11 or newer and about {size} GB; {free} GB are free.</source>
   <translation>Nicht installiert: benötigt Python 3.11 oder neuer und etwa {size} GB; {free} GB sind frei.</translation>
  </message>
  <message>
   <source>{size} GB</source>
   <translation>{size} GB</translation>
  </message>
  <message>
   <source>Choose</source>
   <translation>Wählen</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>Automatisch</translation>
  </message>
  <message>
   <source>for the CPU (small)</source>
   <translation>für die CPU (klein)</translation>
  </message>
  <message>
   <source>for CUDA (large)</source>
   <translation>für CUDA (groß)</translation>
  </message>
  <message>
   <source>Installed, not running</source>
   <translation>Installiert, läuft nicht</translation>
  </message>
  <message>
   <source>Starting…</source>
   <translation>Startet…</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>Läuft</translation>
  </message>
  <message>
   <source>Texts that describe the class, separated by semicolons; the name alone is enough</source>
   <translation>Texte, die die Klasse beschreiben, getrennt durch Semikolons; der Name allein genügt</translation>
  </message>
  <message>
   <source>your concept</source>
   <translation>Ihr Konzept</translation>
  </message>
  <message>
   <source>Double-click to change the colour</source>
   <translation>Doppelklick ändert die Farbe</translation>
  </message>
  <message>
   <source>Class</source>
   <translation>Klasse</translation>
  </message>
  <message>
   <source>Prompts</source>
   <translation>Texte</translation>
  </message>
  <message>
   <source>Choose a preset, open a CSV file, or add your own classes: a name is enough.</source>
   <translation>Wählen Sie eine Vorlage, öffnen Sie eine CSV-Datei oder fügen Sie eigene Klassen hinzu: Ein Name genügt.</translation>
  </message>
  <message>
   <source>Classes</source>
   <translation>Klassen</translation>
  </message>
  <message>
   <source>Colour of the class</source>
   <translation>Farbe der Klasse</translation>
  </message>
  <message>
   <source>Go back to words</source>
   <translation>Zurück zu Wörtern</translation>
  </message>
  <message>
   <source>Concept: {name}</source>
   <translation>Konzept: {name}</translation>
  </message>
  <message>
   <source>{accepted} accepted, {rejected} rejected, {model}</source>
   <translation>{accepted} angenommen, {rejected} abgelehnt, {model}</translation>
  </message>
  <message>
   <source>{time}: {new} new, {gone} gone, {unchanged} unchanged</source>
   <translation>{time}: {new} neu, {gone} verschwunden, {unchanged} unverändert</translation>
  </message>
  <message>
   <source>not run yet</source>
   <translation>noch nicht ausgeführt</translation>
  </message>
  <message>
   <source>Stopping</source>
   <translation>Wird angehalten</translation>
  </message>
  <message>
   <source>Stopped.</source>
   <translation>Angehalten.</translation>
  </message>
  <message>
   <source>Starting the local server</source>
   <translation>Der lokale Server wird gestartet</translation>
  </message>
  <message>
   <source>Contacting the server</source>
   <translation>Anfrage an den Server</translation>
  </message>
  <message>
   <source>Let the server read this folder</source>
   <translation>Dem Server diesen Ordner freigeben</translation>
  </message>
  <message>
   <source>Search the map by text</source>
   <translation>Die Karte mit Worten durchsuchen</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>Suche</translation>
  </message>
  <message>
   <source>Labels</source>
   <translation>Klassen</translation>
  </message>
  <message>
   <source>Saved</source>
   <translation>Gespeichert</translation>
  </message>
  <message>
   <source>Terralex options</source>
   <translation>Optionen von Terralex</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Hilfe</translation>
  </message>
  <message>
   <source>Draw a box around an example on the map</source>
   <translation>Auf der Karte ein Rechteck um ein Beispiel ziehen</translation>
  </message>
  <message>
   <source>Draw a box around a counter-example on the map</source>
   <translation>Ein Rechteck um ein Gegenbeispiel auf der Karte ziehen</translation>
  </message>
  <message>
   <source>Take the selected features as examples</source>
   <translation>Die ausgewählten Objekte als Beispiele nehmen</translation>
  </message>
  <message>
   <source>Clear the examples</source>
   <translation>Beispiele entfernen</translation>
  </message>
  <message>
   <source>Take the selected features as counter-examples</source>
   <translation>Die ausgewählten Objekte als Gegenbeispiele nehmen</translation>
  </message>
  <message>
   <source>This lies outside the layer {name}: draw the box on the layer.</source>
   <translation>Das liegt außerhalb des Layers {name}: Ziehen Sie das Rechteck darauf.</translation>
  </message>
  <message>
   <source>Draw a box on the map</source>
   <translation>Rechteck auf der Karte ziehen</translation>
  </message>
  <message>
   <source>{like} positive, {unlike} negative examples</source>
   <translation>{like} positive, {unlike} negative Beispiele</translation>
  </message>
  <message>
   <source>Examples (optional)</source>
   <translation>Beispiele (optional)</translation>
  </message>
  <message>
   <source>One class was found.</source>
   <translation>Eine Klasse gefunden.</translation>
  </message>
  <message>
   <source>{count} classes were found.</source>
   <translation>{count} Klassen gefunden.</translation>
  </message>
  <message>
   <source>This feature has no label.</source>
   <translation>Dieses Objekt hat keine Klasse.</translation>
  </message>
  <message>
   <source>{what} (raster)</source>
   <translation>{what} (Raster)</translation>
  </message>
  <message>
   <source>The layer with the labels has been removed: label again.</source>
   <translation>Der Layer mit den Klassen wurde entfernt: Klassifizieren Sie erneut.</translation>
  </message>
  <message>
   <source>This place has no label.</source>
   <translation>Dieser Ort hat keine Klasse.</translation>
  </message>
  <message>
   <source>Own classes</source>
   <translation>Eigene Klassen</translation>
  </message>
  <message>
   <source>Label</source>
   <translation>Klassifizieren</translation>
  </message>
  <message>
   <source>Extent of the map</source>
   <translation>Kartenausschnitt</translation>
  </message>
  <message>
   <source>Whole layer</source>
   <translation>Ganzer Layer</translation>
  </message>
  <message>
   <source>Features of a polygon layer</source>
   <translation>Objekte eines Polygonlayers</translation>
  </message>
  <message>
   <source>Selected only</source>
   <translation>Nur ausgewählte</translation>
  </message>
  <message>
   <source>Polygons</source>
   <translation>Polygone</translation>
  </message>
  <message>
   <source>Preset</source>
   <translation>Vorlage</translation>
  </message>
  <message>
   <source>Preset…</source>
   <translation>Vorlage…</translation>
  </message>
  <message>
   <source>Add a class</source>
   <translation>Eine Klasse hinzufügen</translation>
  </message>
  <message>
   <source>Remove the selected classes</source>
   <translation>Die ausgewählten Klassen entfernen</translation>
  </message>
  <message>
   <source>Load classes from CSV</source>
   <translation>Klassen aus CSV öffnen</translation>
  </message>
  <message>
   <source>Save classes as CSV</source>
   <translation>Klassen als CSV speichern</translation>
  </message>
  <message>
   <source>Add one of your concepts as a class</source>
   <translation>Eines Ihrer Konzepte als Klasse hinzufügen</translation>
  </message>
  <message>
   <source>Below this confidence (0 to 1), the label is "other"</source>
   <translation>Was unsicherer ist als dieser Wert (0 bis 1), gehört zu keiner der Klassen</translation>
  </message>
  <message>
   <source>automatic</source>
   <translation>automatisch</translation>
  </message>
  <message>
   <source>Influence of overlapping windows on each other, from 0 to 1</source>
   <translation>Wie stark überlappende Fenster einander beeinflussen, von 0 bis 1</translation>
  </message>
  <message>
   <source>Label everything together</source>
   <translation>Alles gemeinsam klassifizieren</translation>
  </message>
  <message>
   <source>Transduction: windows support each other's classes; often better, sometimes worse</source>
   <translation>Transduktion: Fenster helfen einander zu ihren Klassen; oft besser, manchmal schlechter</translation>
  </message>
  <message>
   <source>More</source>
   <translation>Mehr</translation>
  </message>
  <message>
   <source>{file} cannot be read: check that it exists and is UTF-8.</source>
   <translation>{file} kann nicht gelesen werden: Prüfen Sie, ob die Datei da und UTF-8 ist.</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>Layer</translation>
  </message>
  <message>
   <source>"Other" below</source>
   <translation>„Sonstiges“ unter</translation>
  </message>
  <message>
   <source>Save the area of each class as CSV</source>
   <translation>Fläche jeder Klasse als CSV speichern</translation>
  </message>
  <message>
   <source>Click features on the map to see their three best classes</source>
   <translation>Objekte auf der Karte anklicken, um ihre drei besten Klassen zu sehen</translation>
  </message>
  <message>
   <source>Three best classes on click</source>
   <translation>Beste drei Klassen per Klick</translation>
  </message>
  <message>
   <source>Draw areas paler where their class is less certain</source>
   <translation>Flächen blasser zeichnen, deren Klasse weniger sicher ist</translation>
  </message>
  <message>
   <source>Set up the server</source>
   <translation>Server einrichten</translation>
  </message>
  <message>
   <source>Delete all indexes? The next search of each layer will take longer. Results are kept.</source>
   <translation>Alle Indizes löschen? Die nächste Suche in jedem Layer dauert wieder länger. Ergebnisse bleiben.</translation>
  </message>
  <message>
   <source>Copied.</source>
   <translation>Kopiert.</translation>
  </message>
  <message>
   <source>The server responds and accepts the token.</source>
   <translation>Der Server antwortet und nimmt das Token an.</translation>
  </message>
  <message>
   <source>Server default</source>
   <translation>Standard des Servers</translation>
  </message>
  <message>
   <source>Server</source>
   <translation>Server</translation>
  </message>
  <message>
   <source>On this machine</source>
   <translation>Auf diesem Rechner</translation>
  </message>
  <message>
   <source>Another server, for example one with a GPU</source>
   <translation>Ein anderer, zum Beispiel einer mit GPU</translation>
  </message>
  <message>
   <source>As printed by terralex serve when it started</source>
   <translation>Was terralex serve beim Start ausgegeben hat</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>Adresse</translation>
  </message>
  <message>
   <source>Token</source>
   <translation>Token</translation>
  </message>
  <message>
   <source>Test connection</source>
   <translation>Verbindung testen</translation>
  </message>
  <message>
   <source>Searches and labels</source>
   <translation>Suchen und Klassen</translation>
  </message>
  <message>
   <source>Same as QGIS</source>
   <translation>Wie QGIS</translation>
  </message>
  <message>
   <source>Per search</source>
   <translation>Je Suche</translation>
  </message>
  <message>
   <source>Less relevant regions are not requested</source>
   <translation>Weniger Relevantes wird gar nicht erst abgefragt</translation>
  </message>
  <message>
   <source> million</source>
   <translation> Millionen</translation>
  </message>
  <message>
   <source>For layers that QGIS has to render for the server, such as online layers</source>
   <translation>Von Layern, die QGIS für den Server zeichnen muss, etwa Online-Layern</translation>
  </message>
  <message>
   <source>Takes effect when QGIS is restarted</source>
   <translation>Gilt ab dem nächsten Start von QGIS</translation>
  </message>
  <message>
   <source>Stored on this machine</source>
   <translation>Auf diesem Rechner aufbewahrt</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>Löschen</translation>
  </message>
  <message>
   <source>Delete indexes and images</source>
   <translation>Indizes und Bilder löschen</translation>
  </message>
  <message>
   <source>Search history</source>
   <translation>Suchverlauf</translation>
  </message>
  <message>
   <source>Clear</source>
   <translation>Löschen</translation>
  </message>
  <message>
   <source>Clear search history</source>
   <translation>Suchverlauf löschen</translation>
  </message>
  <message>
   <source>Troubleshooting</source>
   <translation>Fehlersuche</translation>
  </message>
  <message>
   <source>Copy diagnostics</source>
   <translation>Diagnose kopieren</translation>
  </message>
  <message>
   <source>Versions, settings and log, without paths or secrets</source>
   <translation>Versionen, Einstellungen und Protokoll, ohne Pfade und Geheimnisse</translation>
  </message>
  <message>
   <source>QGIS stores the token encrypted in its authentication database.</source>
   <translation>QGIS bewahrt das Token verschlüsselt in seiner Authentifizierungsdatenbank auf.</translation>
  </message>
  <message>
   <source>Indexes and images of the local server</source>
   <translation>Indizes und Bilder des lokalen Servers</translation>
  </message>
  <message>
   <source>Indexes and images of the local server: {size} MB</source>
   <translation>Indizes und Bilder des lokalen Servers: {size} MB</translation>
  </message>
  <message>
   <source>The search history has been cleared.</source>
   <translation>Der Suchverlauf wurde gelöscht.</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Sprache</translation>
  </message>
  <message>
   <source>Maximum regions</source>
   <translation>Höchstzahl der Regionen</translation>
  </message>
  <message>
   <source>Minimum relevance</source>
   <translation>Mindestrelevanz</translation>
  </message>
  <message>
   <source>Maximum pixels sent</source>
   <translation>Höchstzahl gesendeter Pixel</translation>
  </message>
  <message>
   <source>Server time-out</source>
   <translation>Zeitüberschreitung des Servers</translation>
  </message>
  <message>
   <source>stored by QGIS</source>
   <translation>von QGIS aufbewahrt</translation>
  </message>
  <message>
   <source>{title} (will be downloaded)</source>
   <translation>{title} (wird heruntergeladen)</translation>
  </message>
  <message>
   <source>Both dates side by side</source>
   <translation>Beide Zeitpunkte nebeneinander</translation>
  </message>
  <message>
   <source>The earlier date is on the left, the later one on the right.</source>
   <translation>Der frühere Zeitpunkt ist links, der spätere rechts.</translation>
  </message>
  <message>
   <source>What to look for</source>
   <translation>Was gesucht wird</translation>
  </message>
  <message>
   <source>{size} m</source>
   <translation>{size} m</translation>
  </message>
  <message>
   <source>Regions</source>
   <translation>Regionen</translation>
  </message>
  <message>
   <source>Zoom to the region</source>
   <translation>Auf die Region zoomen</translation>
  </message>
  <message>
   <source>Accept the region (A)</source>
   <translation>Region annehmen (A)</translation>
  </message>
  <message>
   <source>Reject the region (R)</source>
   <translation>Region ablehnen (R)</translation>
  </message>
  <message>
   <source>Undo (Ctrl+Z)</source>
   <translation>Rückgängig (Strg+Z)</translation>
  </message>
  <message>
   <source>Search for more like this</source>
   <translation>Mehr davon suchen</translation>
  </message>
  <message>
   <source>Regions appear here, best first.</source>
   <translation>Hier erscheinen die Regionen, die besten zuerst.</translation>
  </message>
  <message>
   <source>Enter: next region, and the map follows</source>
   <translation>Eingabetaste: die nächste, und die Karte folgt</translation>
  </message>
  <message>
   <source>A: accept, R: reject</source>
   <translation>A: annehmen, R: ablehnen</translation>
  </message>
  <message>
   <source>Region {rank}, relevance {percent} %</source>
   <translation>Region {rank}, Relevanz {percent} %</translation>
  </message>
  <message>
   <source>{size} m regions, cosine {score}</source>
   <translation>Regionen von {size} m, Kosinus {score}</translation>
  </message>
  <message>
   <source>Below the threshold: candidate</source>
   <translation>Unter der Schwelle: ein Kandidat</translation>
  </message>
  <message>
   <source>Accepted</source>
   <translation>Angenommen</translation>
  </message>
  <message>
   <source>Rejected</source>
   <translation>Abgelehnt</translation>
  </message>
  <message>
   <source>Save this search</source>
   <translation>Diese Suche speichern</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>Raster layers</source>
   <translation>Rasterlayer</translation>
  </message>
  <message>
   <source>All rasters in their folders, including later ones</source>
   <translation>Alle Raster in ihren Ordnern, auch künftige</translation>
  </message>
  <message>
   <source>The server runs it automatically while it is running</source>
   <translation>Der Server führt sie selbst aus, solange er läuft</translation>
  </message>
  <message>
   <source>Interval</source>
   <translation>Wie oft</translation>
  </message>
  <message>
   <source>Only manually</source>
   <translation>Nur von Hand</translation>
  </message>
  <message>
   <source>Every hour</source>
   <translation>Stündlich</translation>
  </message>
  <message>
   <source>Every day</source>
   <translation>Täglich</translation>
  </message>
  <message>
   <source>Every week</source>
   <translation>Wöchentlich</translation>
  </message>
  <message>
   <source>Concepts and saved searches</source>
   <translation>Konzepte und gespeicherte Suchen</translation>
  </message>
  <message>
   <source>Save the marks as a concept ...</source>
   <translation>Markierungen als Konzept speichern ...</translation>
  </message>
  <message>
   <source>Save this search ...</source>
   <translation>Diese Suche speichern ...</translation>
  </message>
  <message>
   <source>Show everything saved</source>
   <translation>Alles Gespeicherte zeigen</translation>
  </message>
  <message>
   <source>No concept is saved yet</source>
   <translation>Noch kein Konzept gespeichert</translation>
  </message>
  <message>
   <source>Save the marks as a concept</source>
   <translation>Markierungen als Konzept speichern</translation>
  </message>
  <message>
   <source>{name} is saved. Regions so far: {count}.</source>
   <translation>{name} ist gespeichert. Regionen bisher: {count}.</translation>
  </message>
  <message>
   <source>{name}: {new} new, {gone} gone, {unchanged} unchanged. {looked_at} of {layers} layers had changed.</source>
   <translation>{name}: {new} neu, {gone} verschwunden, {unchanged} unverändert. {looked_at} von {layers} Layern hatten sich geändert.</translation>
  </message>
  <message>
   <source>Name of the concept</source>
   <translation>Name des Konzepts</translation>
  </message>
  <message>
   <source>{name} is saved: taught by {accepted} accepted and {rejected} rejected.</source>
   <translation>{name} ist gespeichert: angelernt mit {accepted} angenommenen und {rejected} abgelehnten Regionen.</translation>
  </message>
  <message>
   <source>Import concepts</source>
   <translation>Konzepte importieren</translation>
  </message>
  <message>
   <source>Concepts (*.tlx)</source>
   <translation>Konzepte (*.tlx)</translation>
  </message>
  <message>
   <source>Export the concept</source>
   <translation>Konzept exportieren</translation>
  </message>
  <message>
   <source>{name} was exported to {file}.</source>
   <translation>{name} wurde nach {file} exportiert.</translation>
  </message>
  <message>
   <source>There is already a concept {name}. Replace it?</source>
   <translation>Es gibt schon ein Konzept {name}. Ersetzen?</translation>
  </message>
  <message>
   <source>Delete the concept {name}?</source>
   <translation>Konzept {name} löschen?</translation>
  </message>
  <message>
   <source>Delete the saved search {name}?</source>
   <translation>Gespeicherte Suche {name} löschen?</translation>
  </message>
  <message>
   <source>Accept and reject regions, then save the marks as a concept with the button next to Search.</source>
   <translation>Nehmen Sie Regionen an und lehnen Sie welche ab; speichern Sie die Markierungen dann als Konzept, mit der Schaltfläche neben „Suche“.</translation>
  </message>
  <message>
   <source>Save a search with the button next to Search, and run it again when there is new imagery.</source>
   <translation>Speichern Sie eine Suche mit der Schaltfläche neben „Suche“ und führen Sie sie erneut aus, wenn es neue Bilder gibt.</translation>
  </message>
  <message>
   <source>Concepts</source>
   <translation>Konzepte</translation>
  </message>
  <message>
   <source>Search by the concept</source>
   <translation>Nach dem Konzept suchen</translation>
  </message>
  <message>
   <source>Add the concept to the classes</source>
   <translation>Konzept zu den Klassen hinzufügen</translation>
  </message>
  <message>
   <source>Delete the concept</source>
   <translation>Konzept löschen</translation>
  </message>
  <message>
   <source>Run the search again and show what is new</source>
   <translation>Suche erneut ausführen und zeigen, was neu ist</translation>
  </message>
  <message>
   <source>Show the result of the server's last automatic run</source>
   <translation>Zeigen, was der Server fand, als er die Suche zuletzt selbst ausführte</translation>
  </message>
  <message>
   <source>Refresh the list of saved searches</source>
   <translation>Liste der gespeicherten Suchen aktualisieren</translation>
  </message>
  <message>
   <source>Delete the saved search</source>
   <translation>Gespeicherte Suche löschen</translation>
  </message>
  <message>
   <source>Run again</source>
   <translation>Erneut ausführen</translation>
  </message>
  <message>
   <source>One region was found.</source>
   <translation>Eine Region gefunden.</translation>
  </message>
  <message>
   <source>{windows} windows are indexed.</source>
   <translation>{windows} Fenster sind indiziert.</translation>
  </message>
  <message>
   <source>{count} regions were found.</source>
   <translation>{count} Regionen gefunden.</translation>
  </message>
  <message>
   <source>Accept at least one region first (A).</source>
   <translation>Nehmen Sie zuerst mindestens eine Region an (A).</translation>
  </message>
  <message>
   <source>The heat map has been added: the stronger the colour, the better the match.</source>
   <translation>Die Heatmap liegt auf der Karte: Je kräftiger die Farbe, desto besser passt der Ort.</translation>
  </message>
  <message>
   <source>The best candidates are shown faded.</source>
   <translation>Die besten Kandidaten sind blass dargestellt.</translation>
  </message>
  <message>
   <source>but not … (car park; road)</source>
   <translation>aber nicht … (Parkplatz; Straße)</translation>
  </message>
  <message>
   <source>But not</source>
   <translation>Aber nicht</translation>
  </message>
  <message>
   <source>Things that look similar but are not wanted; separate phrases with semicolons</source>
   <translation>Was ähnlich aussieht, aber nicht gemeint ist; mehrere Ausdrücke durch Semikolons trennen</translation>
  </message>
  <message>
   <source>What to look for: airport, 저수지 …</source>
   <translation>Was gesucht wird: Flughafen, 저수지 …</translation>
  </message>
  <message>
   <source>Selected features</source>
   <translation>Ausgewählte Objekte</translation>
  </message>
  <message>
   <source>Drawn area</source>
   <translation>Gezeichnetes Gebiet</translation>
  </message>
  <message>
   <source>Draw the area to search on the map</source>
   <translation>Das zu durchsuchende Gebiet auf die Karte zeichnen</translation>
  </message>
  <message>
   <source>Selected features of the active polygon layer</source>
   <translation>Ausgewählte Objekte des aktuellen Polygonlayers</translation>
  </message>
  <message>
   <source>Side length of the regions on the ground in metres; several values are allowed</source>
   <translation>Seitenlänge der Regionen am Boden in Metern; mehrere Werte sind möglich</translation>
  </message>
  <message>
   <source>Shape of the regions</source>
   <translation>Form der Regionen</translation>
  </message>
  <message>
   <source>Relevance</source>
   <translation>Relevanz</translation>
  </message>
  <message>
   <source>Hides less relevant regions in the list and on the map</source>
   <translation>Blendet weniger Relevantes aus, in der Liste und auf der Karte</translation>
  </message>
  <message>
   <source>Filter regions</source>
   <translation>Regionen filtern</translation>
  </message>
  <message>
   <source>Sort regions</source>
   <translation>Regionen sortieren</translation>
  </message>
  <message>
   <source>Gallery of large images</source>
   <translation>Galerie mit großen Bildern</translation>
  </message>
  <message>
   <source>Zoom back to the searched area</source>
   <translation>Zurück zum durchsuchten Gebiet</translation>
  </message>
  <message>
   <source>Heat map: how well each place matches</source>
   <translation>Heatmap: wie gut jeder Ort passt</translation>
  </message>
  <message>
   <source>Search again, with the accepted and rejected regions as examples</source>
   <translation>Sucht erneut, mit Angenommenem und Abgelehntem als Beispielen</translation>
  </message>
  <message>
   <source>More like the accepted ones</source>
   <translation>Ähnliche suchen</translation>
  </message>
  <message>
   <source>Export the accepted regions</source>
   <translation>Die angenommenen Regionen exportieren</translation>
  </message>
  <message>
   <source>from {percent} %: {shown} of {count}</source>
   <translation>ab {percent} %: {shown} von {count}</translation>
  </message>
  <message>
   <source>Where</source>
   <translation>Wo</translation>
  </message>
  <message>
   <source>Merged</source>
   <translation>Vereinigt</translation>
  </message>
  <message>
   <source>Single windows</source>
   <translation>Einzelne Fenster</translation>
  </message>
  <message>
   <source>Outlines</source>
   <translation>Umrisse</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>Größe</translation>
  </message>
  <message>
   <source>Shape</source>
   <translation>Form</translation>
  </message>
  <message>
   <source>All regions</source>
   <translation>Alle Regionen</translation>
  </message>
  <message>
   <source>Unmarked</source>
   <translation>Noch nicht markiert</translation>
  </message>
  <message>
   <source>Best first</source>
   <translation>Beste zuerst</translation>
  </message>
  <message>
   <source>Accepted first</source>
   <translation>Angenommene zuerst</translation>
  </message>
  <message>
   <source>or other words</source>
   <translation>oder andere Wörter</translation>
  </message>
  <message>
   <source>One accepted region was exported to {file}.</source>
   <translation>Eine angenommene Region wurde nach {file} exportiert.</translation>
  </message>
  <message>
   <source>{count} accepted regions were exported to {file}.</source>
   <translation>{count} angenommene Regionen wurden nach {file} exportiert.</translation>
  </message>
  <message>
   <source>Search the map for {what}</source>
   <translation>Die Karte nach {what} durchsuchen</translation>
  </message>
  <message>
   <source>Matching names</source>
   <translation>Passende Namen</translation>
  </message>
  <message>
   <source>Search this layer by text</source>
   <translation>Diesen Layer mit Worten durchsuchen</translation>
  </message>
  <message>
   <source>Label this layer</source>
   <translation>Diesen Layer klassifizieren</translation>
  </message>
  <message>
   <source>Index this layer</source>
   <translation>Diesen Layer indizieren</translation>
  </message>
  <message>
   <source>Region sizes in metres, separated by commas</source>
   <translation>Größen der Regionen in Metern, getrennt durch Kommas</translation>
  </message>
  <message>
   <source>Pixel size in metres if the layer has to be rendered</source>
   <translation>Pixelgröße in Metern, falls der Layer gezeichnet werden muss</translation>
  </message>
  <message>
   <source>Raster layer</source>
   <translation>Rasterlayer</translation>
  </message>
  <message>
   <source>Extent</source>
   <translation>Ausdehnung</translation>
  </message>
  <message>
   <source>The extent does not intersect the layer {name}.</source>
   <translation>Die Ausdehnung trifft den Layer {name} nicht.</translation>
  </message>
  <message>
   <source>{text} is not a list of numbers: write it like 100, 200.</source>
   <translation>{text} ist keine Liste von Zahlen: Schreiben Sie sie wie 100, 200.</translation>
  </message>
  <message>
   <source>Finds what a text names in a later layer but not in an earlier one of the same place, or the other way round: new buildings, lost forest. The resolution and CRS of the layers may differ; differences in season or light and shifts of a few pixels do not count as change.</source>
   <translation>Findet, was ein Text nennt und was in einem späteren Layer da ist, in einem früheren vom selben Ort aber nicht, oder umgekehrt: neue Gebäude, verschwundener Wald. Auflösung und Bezugssystem der Layer dürfen verschieden sein; Jahreszeit, Licht und eine Verschiebung um wenige Pixel sind keine Veränderung.</translation>
  </message>
  <message>
   <source>From the text, otherwise both</source>
   <translation>Nach dem Text, sonst beide</translation>
  </message>
  <message>
   <source>Appeared</source>
   <translation>Neu hinzugekommen</translation>
  </message>
  <message>
   <source>Disappeared</source>
   <translation>Verschwunden</translation>
  </message>
  <message>
   <source>Both</source>
   <translation>Beide</translation>
  </message>
  <message>
   <source>Change heat map</source>
   <translation>Veränderungskarte</translation>
  </message>
  <message>
   <source>Raster layer of the earlier date</source>
   <translation>Rasterlayer des früheren Zeitpunkts</translation>
  </message>
  <message>
   <source>Direction</source>
   <translation>Richtung</translation>
  </message>
  <message>
   <source>Number of regions</source>
   <translation>Anzahl der Regionen</translation>
  </message>
  <message>
   <source>Compare labels with a reference</source>
   <translation>Klassen mit einer Referenz vergleichen</translation>
  </message>
  <message>
   <source>Compares labelled polygons with a reference layer: confusion matrix, accuracy, kappa, precision, recall and F1 by class. By feature, each reference polygon gets the label of the polygon at a point inside it; by area, the overlapping area is counted, in square units of the reference layer's CRS.</source>
   <translation>Vergleicht klassifizierte Polygone mit einem Referenzlayer: Konfusionsmatrix, Genauigkeit, Kappa, Präzision, Trefferquote und F1 je Klasse. Nach Objekten erhält ein Referenzpolygon die Klasse des Polygons an einem Punkt in seinem Innern; nach Fläche zählt, was sie gemeinsam bedecken, in Quadrateinheiten des Koordinatensystems der Referenz.</translation>
  </message>
  <message>
   <source>Labels and reference</source>
   <translation>Klassen und Referenz</translation>
  </message>
  <message>
   <source>Accuracy</source>
   <translation>Genauigkeit</translation>
  </message>
  <message>
   <source>Mean F1</source>
   <translation>Mittleres F1</translation>
  </message>
  <message>
   <source>Compared</source>
   <translation>Verglichen</translation>
  </message>
  <message>
   <source>Confusion matrix</source>
   <translation>Konfusionsmatrix</translation>
  </message>
  <message>
   <source>Rows are the reference, columns the labels; the darker, the larger the share of the row.</source>
   <translation>Zeilen sind die Referenz, Spalten die Klassen; je dunkler, desto größer der Anteil an der Zeile.</translation>
  </message>
  <message>
   <source>By class</source>
   <translation>Nach Klasse</translation>
  </message>
  <message>
   <source>Precision</source>
   <translation>Präzision</translation>
  </message>
  <message>
   <source>Recall</source>
   <translation>Trefferquote</translation>
  </message>
  <message>
   <source>Reference</source>
   <translation>Referenz</translation>
  </message>
  <message>
   <source>By feature</source>
   <translation>Nach Objekten</translation>
  </message>
  <message>
   <source>By area</source>
   <translation>Nach Fläche</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>Bericht</translation>
  </message>
  <message>
   <source>Accuracy {accuracy}, mean F1 {f1}</source>
   <translation>Genauigkeit {accuracy}, mittleres F1 {f1}</translation>
  </message>
  <message>
   <source>Field with the label</source>
   <translation>Feld mit der zugewiesenen Klasse</translation>
  </message>
  <message>
   <source>Field with the class</source>
   <translation>Feld mit der wahren Klasse</translation>
  </message>
  <message>
   <source>Count</source>
   <translation>Zählen</translation>
  </message>
  <message>
   <source>Labels and reference do not overlap: check both layers.</source>
   <translation>Klassen und Referenz überlappen sich nicht: Prüfen Sie beide Layer.</translation>
  </message>
  <message>
   <source>Give words or a concept, not both: a concept already contains the words it was taught with.</source>
   <translation>Geben Sie Wörter oder ein Konzept an, nicht beides: Ein Konzept enthält bereits die Wörter, mit denen es angelernt wurde.</translation>
  </message>
  <message>
   <source>Type what to look for, or choose a concept.</source>
   <translation>Geben Sie ein, was gesucht wird, oder wählen Sie ein Konzept.</translation>
  </message>
  <message>
   <source>Counts what a text names, such as cars or pools, in a layer or in each polygon of a zone layer, with an interval that shows how certain the count is. A message says when objects are too small for the pixels of the layer.</source>
   <translation>Zählt, was ein Text nennt, etwa Autos oder Schwimmbecken, in einem Layer oder in jedem Polygon eines Zonenlayers, mit einem Intervall, das sagt, wie sicher die Zahl ist. Was für die Pixel des Layers zu klein ist, wird gesagt.</translation>
  </message>
  <message>
   <source>About {count}, probably {low} to {high}.</source>
   <translation>Etwa {count}, wahrscheinlich {low} bis {high}.</translation>
  </message>
  <message>
   <source>No number: the model is too unsure of what it sees. There may be {low} to {high}.</source>
   <translation>Keine Zahl: Das Modell ist zu unsicher, was es sieht. Es können {low} bis {high} sein.</translation>
  </message>
  <message>
   <source>At least {low}: they may stand too close together to be counted one by one.</source>
   <translation>Mindestens {low}: Sie stehen vielleicht zu dicht, um einzeln gezählt zu werden.</translation>
  </message>
  <message>
   <source>Zones</source>
   <translation>Zonen</translation>
  </message>
  <message>
   <source>Objects</source>
   <translation>Objekte</translation>
  </message>
  <message>
   <source>Expected count</source>
   <translation>Erwartete Anzahl</translation>
  </message>
  <message>
   <source>Give zones as polygons.</source>
   <translation>Geben Sie die Zonen als Polygone an.</translation>
  </message>
  <message>
   <source>Similarity heat map</source>
   <translation>Heatmap der Ähnlichkeit</translation>
  </message>
  <message>
   <source>Maps how well each place of a layer matches a text, as a single-band raster.</source>
   <translation>Zeichnet, wie gut jeder Ort eines Layers zu einem Text passt, als Raster mit einem Band.</translation>
  </message>
  <message>
   <source>Or a taught concept</source>
   <translation>Oder ein angelerntes Konzept</translation>
  </message>
  <message>
   <source>Heat map</source>
   <translation>Heatmap</translation>
  </message>
  <message>
   <source>Index layer</source>
   <translation>Layer indizieren</translation>
  </message>
  <message>
   <source>Prepares a layer so that searching it is fast. An interrupted run continues where it stopped.</source>
   <translation>Bereitet einen Layer vor, damit Suchen darin schnell gehen. Nach einer Unterbrechung geht es dort weiter, wo es aufgehört hat.</translation>
  </message>
  <message>
   <source>Windows</source>
   <translation>Fenster</translation>
  </message>
  <message>
   <source>Label features</source>
   <translation>Objekte klassifizieren</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to each polygon, from what the raster layer shows there, without training. All attributes are kept; label, score, margin and the three best classes are appended.</source>
   <translation>Gibt jedem Polygon eine der genannten Klassen nach dem, was der Rasterlayer dort zeigt, ohne Training. Alle Attribute bleiben; Klasse, Wert, Abstand und die besten drei Klassen kommen hinzu.</translation>
  </message>
  <message>
   <source>Labelled features</source>
   <translation>Klassifizierte Objekte</translation>
  </message>
  <message>
   <source>There is no preset {name}: choose one of {known}.</source>
   <translation>Es gibt keine Vorlage {name}: Wählen Sie eine von {known}.</translation>
  </message>
  <message>
   <source>Label raster layer</source>
   <translation>Rasterlayer klassifizieren</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to every place of a layer, without training: as areas, and as a raster with the confidence in its second band. Classes are names separated by semicolons, preset:NAME, or a CSV file.</source>
   <translation>Gibt jedem Ort eines Layers eine der genannten Klassen, ohne Training: als Flächen und als Raster, dessen zweites Band die Sicherheit ist. Klassen sind Namen, getrennt durch Semikolons, preset:NAME oder eine CSV-Datei.</translation>
  </message>
  <message>
   <source>Confidence below which it is "other"</source>
   <translation>Sicherheit, unter der es „Sonstiges“ ist</translation>
  </message>
  <message>
   <source>Class raster</source>
   <translation>Klassenraster</translation>
  </message>
  <message>
   <source>Areas</source>
   <translation>Flächen</translation>
  </message>
  <message>
   <source>Concepts as additional classes</source>
   <translation>Konzepte als weitere Klassen</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: label one side at a time.</source>
   <translation>Die Ausdehnung quert die Datumsgrenze: Klassifizieren Sie eine Seite nach der anderen.</translation>
  </message>
  <message>
   <source>Run a saved search</source>
   <translation>Gespeicherte Suche ausführen</translation>
  </message>
  <message>
   <source>Searches the layers of a saved search that are new or have changed since its last run, and reports which regions are new, gone or unchanged. Searches are saved in the dock, or by the algorithm Search many layers.</source>
   <translation>Betrachtet nur die Layer einer gespeicherten Suche, die neu sind oder sich seit der letzten Ausführung geändert haben, und sagt, welche Regionen neu, verschwunden oder unverändert sind. Suchen speichert man im Bedienfeld oder mit dem Algorithmus „Viele Layer durchsuchen“.</translation>
  </message>
  <message>
   <source>{new} new, {gone} gone, {unchanged} unchanged.</source>
   <translation>{new} neu, {gone} verschwunden, {unchanged} unverändert.</translation>
  </message>
  <message>
   <source>There is no saved search {name}: the server knows {known}.</source>
   <translation>Es gibt keine gespeicherte Suche {name}: Der Server kennt {known}.</translation>
  </message>
  <message>
   <source>Name of the saved search</source>
   <translation>Name der gespeicherten Suche</translation>
  </message>
  <message>
   <source>Search by text</source>
   <translation>Mit Worten suchen</translation>
  </message>
  <message>
   <source>Finds regions of a layer that match a text, in any of ten languages, best first. Separate phrases with the same meaning by semicolons. A layer that is not indexed yet is indexed first.</source>
   <translation>Findet Regionen eines Layers, die ein Text benennt, in zehn Sprachen, die besten zuerst. Gleichbedeutende Ausdrücke werden durch Semikolons getrennt. Ein noch nicht indizierter Layer wird zuerst indiziert.</translation>
  </message>
  <message>
   <source>Merged windows</source>
   <translation>Vereinigte Fenster</translation>
  </message>
  <message>
   <source>Shape of regions</source>
   <translation>Form der Regionen</translation>
  </message>
  <message>
   <source>Finds what a text names in many raster layers and returns all regions in one table, most relevant first, with the layer of each. If a layer cannot be searched, the reason is reported and the others are still searched.</source>
   <translation>Findet, was ein Text benennt, in vielen Rasterlayern und schreibt die Regionen aller Layer in eine Tabelle, die relevantesten zuerst, jede mit ihrem Layer. Kann ein Layer nicht durchsucht werden, wird der Grund genannt; die anderen werden trotzdem durchsucht.</translation>
  </message>
  <message>
   <source>Save the search under this name</source>
   <translation>Suche unter diesem Namen speichern</translation>
  </message>
  <message>
   <source>Find similar regions</source>
   <translation>Ähnliche Regionen finden</translation>
  </message>
  <message>
   <source>Finds regions that look like the given polygons and unlike others. All polygons count.</source>
   <translation>Findet Regionen, die den angegebenen Polygonen gleichen und anderen nicht. Alle zählen.</translation>
  </message>
  <message>
   <source>Examples</source>
   <translation>Beispiele</translation>
  </message>
  <message>
   <source>Counter-examples</source>
   <translation>Gegenbeispiele</translation>
  </message>
  <message>
   <source>{what}: at most {most} polygons are allowed, select some of them.</source>
   <translation>{what}: höchstens {most} Polygone, wählen Sie einige davon aus.</translation>
  </message>
  <message>
   <source>Words that describe the same thing</source>
   <translation>Andere Wörter für dasselbe</translation>
  </message>
  <message>
   <source>There are no examples: give a layer with at least one polygon.</source>
   <translation>Es gibt keine Beispiele: Geben Sie einen Layer mit mindestens einem Polygon an.</translation>
  </message>
  <message>
   <source>Teach a concept</source>
   <translation>Ein Konzept anlernen</translation>
  </message>
  <message>
   <source>Learns a concept from accepted and rejected places and from words, and writes it to a small file: it can then be used to search and label, on this layer and on others.</source>
   <translation>Lernt aus angenommenen und abgelehnten Orten und aus Wörtern, was gemeint ist, und schreibt es in eine kleine Datei: Mit dem Konzept kann dann gesucht und klassifiziert werden, auf diesem Layer und auf anderen.</translation>
  </message>
  <message>
   <source>Accepted places</source>
   <translation>Angenommene Orte</translation>
  </message>
  <message>
   <source>Rejected places</source>
   <translation>Abgelehnte Orte</translation>
  </message>
  <message>
   <source>Concept to continue teaching</source>
   <translation>Konzept, das weiter angelernt wird</translation>
  </message>
  <message>
   <source>Concept</source>
   <translation>Konzept</translation>
  </message>
  <message>
   <source>There is nothing to learn from: give accepted or rejected places.</source>
   <translation>Es gibt nichts, woraus gelernt werden kann: Geben Sie angenommene oder abgelehnte Orte an.</translation>
  </message>
  <message>
   <source>Airports and ports</source>
   <translation>Flughäfen und Häfen</translation>
  </message>
  <message>
   <source>CORINE land cover, level 1</source>
   <translation>CORINE-Landbedeckung, Ebene 1</translation>
  </message>
  <message>
   <source>CORINE land cover, level 2</source>
   <translation>CORINE-Landbedeckung, Ebene 2</translation>
  </message>
  <message>
   <source>Disaster damage</source>
   <translation>Katastrophenschäden</translation>
  </message>
  <message>
   <source>EuroSAT</source>
   <translation>EuroSAT</translation>
  </message>
  <message>
   <source>RSICD scene labels</source>
   <translation>RSICD-Szenenklassen</translation>
  </message>
  <message>
   <source>Rendered sample</source>
   <translation>Gerendertes Muster</translation>
  </message>
  <message>
   <source>UC Merced Land Use</source>
   <translation>UC Merced Landnutzung</translation>
  </message>
 </context>
</TS>
