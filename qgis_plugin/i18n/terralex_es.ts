<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
 <context>
  <name>Terralex</name>
  <message>
   <source>The local server did not start: see the end of its log.</source>
   <translation>El servidor local no arrancó: el final de su registro dice por qué.</translation>
  </message>
  <message>
   <source>Waiting for the server</source>
   <translation>Esperando al servidor</translation>
  </message>
  <message>
   <source>There is no terralex at {program}: choose another one.</source>
   <translation>No hay ningún terralex en {program}: elija otro.</translation>
  </message>
  <message>
   <source>The local server is not installed: install it in the Terralex options.</source>
   <translation>El servidor local no está instalado: instálelo en las opciones de Terralex.</translation>
  </message>
  <message>
   <source>{program} cannot be started.</source>
   <translation>No se puede iniciar {program}.</translation>
  </message>
  <message>
   <source>Size of the indexes</source>
   <translation>Tamaño de los índices</translation>
  </message>
  <message>
   <source>Deleting the indexes</source>
   <translation>Borrando los índices</translation>
  </message>
  <message>
   <source>New</source>
   <translation>Nuevo</translation>
  </message>
  <message>
   <source>Gone</source>
   <translation>Desaparecido</translation>
  </message>
  <message>
   <source>Unchanged</source>
   <translation>Sin cambios</translation>
  </message>
  <message>
   <source>The server's reply was incomplete: try again.</source>
   <translation>La respuesta del servidor se cortó: inténtelo de nuevo.</translation>
  </message>
  <message>
   <source>{file} is not a Terralex concept.</source>
   <translation>{file} no es un concepto de Terralex.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be read: check that it exists.</source>
   <translation>No se puede leer el concepto {file}: compruebe que existe.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be written.</source>
   <translation>El concepto {file} no se puede escribir ahí.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be deleted.</source>
   <translation>No se puede eliminar el concepto {file}.</translation>
  </message>
  <message>
   <source>No server is set: enter its address in the Terralex options.</source>
   <translation>No hay ningún servidor definido: indique su dirección en las opciones de Terralex.</translation>
  </message>
  <message>
   <source>{url} is not an address: write it like https://gpu.example.org:8765.</source>
   <translation>{url} no es una dirección: escríbala como https://gpu.example.org:8765.</translation>
  </message>
  <message>
   <source>QGIS could not store the token: unlock the authentication database and try again.</source>
   <translation>QGIS no pudo guardar el token: desbloquee su base de autenticación e inténtelo de nuevo.</translation>
  </message>
  <message>
   <source>The local server is not running: start it in the Terralex options.</source>
   <translation>El servidor local no está en marcha: inícielo en las opciones de Terralex.</translation>
  </message>
  <message>
   <source>The token of the local server cannot be read: restart the server in the options.</source>
   <translation>No se puede leer el token del servidor local: inícielo de nuevo en las opciones.</translation>
  </message>
  <message>
   <source>{percent} % indexed: a search indexes the rest</source>
   <translation>{percent} % indexado: la búsqueda indexa el resto</translation>
  </message>
  <message>
   <source>QGIS renders this layer at {metres} m per pixel and sends the image.</source>
   <translation>QGIS dibuja esta capa a {metres} m por píxel y envía la imagen.</translation>
  </message>
  <message>
   <source>Indexed: searching here is fast</source>
   <translation>Indexado: aquí las búsquedas tardan un instante</translation>
  </message>
  <message>
   <source>Not indexed yet: the first search here takes longer</source>
   <translation>Aún sin indexar: aquí la primera búsqueda tarda más</translation>
  </message>
  <message>
   <source>Index status</source>
   <translation>Estado del índice</translation>
  </message>
  <message>
   <source>The server cannot read this file: QGIS renders it at {metres} m per pixel and sends the image.</source>
   <translation>El servidor no puede leer este archivo: QGIS lo dibuja a {metres} m por píxel y envía la imagen.</translation>
  </message>
  <message>
   <source>{package} does not exist: choose a wheel file or a folder.</source>
   <translation>{package} no existe: elija un archivo wheel o una carpeta.</translation>
  </message>
  <message>
   <source>Creating the environment</source>
   <translation>Creando un entorno</translation>
  </message>
  <message>
   <source>Installing PyTorch for CUDA</source>
   <translation>Instalando PyTorch para CUDA</translation>
  </message>
  <message>
   <source>Installing PyTorch for the CPU</source>
   <translation>Instalando PyTorch para la CPU</translation>
  </message>
  <message>
   <source>Installing Terralex</source>
   <translation>Instalando Terralex</translation>
  </message>
  <message>
   <source>Loading the model once</source>
   <translation>Cargando el modelo una vez</translation>
  </message>
  <message>
   <source>Make a polygon layer the active layer and select features in it.</source>
   <translation>Active una capa de polígonos y seleccione objetos en ella.</translation>
  </message>
  <message>
   <source>Nothing is selected in {name}.</source>
   <translation>No hay nada seleccionado en {name}.</translation>
  </message>
  <message>
   <source>Choose at most {most} examples of each kind.</source>
   <translation>Elija como máximo {most} ejemplos de cada tipo.</translation>
  </message>
  <message>
   <source>An example must be a polygon.</source>
   <translation>Un ejemplo tiene que ser un polígono.</translation>
  </message>
  <message>
   <source>This location cannot be expressed in longitude and latitude.</source>
   <translation>Este lugar no tiene longitud ni latitud.</translation>
  </message>
  <message>
   <source>The map scale cannot be determined here: zoom in on the layer.</source>
   <translation>Aquí no se puede saber la escala del mapa: acerque la vista a la capa.</translation>
  </message>
  <message>
   <source>This part of the map cannot be expressed in {crs}: zoom in on the layer.</source>
   <translation>Esta parte del mapa no se puede expresar en {crs}: acerque la vista a la capa.</translation>
  </message>
  <message>
   <source>Heat map: {what}</source>
   <translation>Mapa de calor: {what}</translation>
  </message>
  <message>
   <source>A heat map needs words: type what to look for.</source>
   <translation>Un mapa de calor se dibuja a partir de palabras: escriba qué buscar.</translation>
  </message>
  <message>
   <source>Index: {what}</source>
   <translation>Índice: {what}</translation>
  </message>
  <message>
   <source>Removing the local server</source>
   <translation>Quitando el servidor local</translation>
  </message>
  <message>
   <source>An installation is already running.</source>
   <translation>Hay una instalación en curso.</translation>
  </message>
  <message>
   <source>The installation was stopped.</source>
   <translation>La instalación se detuvo.</translation>
  </message>
  <message>
   <source>{what} failed: see the last lines of the log.</source>
   <translation>{what}: falló, las últimas líneas del registro dicen por qué.</translation>
  </message>
  <message>
   <source>Installed</source>
   <translation>Instalado</translation>
  </message>
  <message>
   <source>{message} (about {minutes} min left)</source>
   <translation>{message} (quedan unos {minutes} min)</translation>
  </message>
  <message>
   <source>Waiting in the queue</source>
   <translation>En espera en la cola</translation>
  </message>
  <message>
   <source>{message} (about {seconds} s left)</source>
   <translation>{message} (quedan unos {seconds} s)</translation>
  </message>
  <message>
   <source>The job was stopped on the server.</source>
   <translation>El trabajo se detuvo en el servidor.</translation>
  </message>
  <message>
   <source>Cancelled.</source>
   <translation>Cancelado.</translation>
  </message>
  <message>
   <source>The server is not responding: trying again</source>
   <translation>El servidor no responde: se intenta de nuevo</translation>
  </message>
  <message>
   <source>Choose a polygon layer with the features to label.</source>
   <translation>Elija una capa de polígonos cuyos objetos se van a etiquetar.</translation>
  </message>
  <message>
   <source>Fetching the labels</source>
   <translation>Obteniendo las etiquetas</translation>
  </message>
  <message>
   <source>Add at least two classes.</source>
   <translation>Nombre al menos dos clases.</translation>
  </message>
  <message>
   <source>{file} has the unknown column {column}: known columns are {known}.</source>
   <translation>{file} tiene la columna desconocida {column}: las conocidas son {known}.</translation>
  </message>
  <message>
   <source>The class {name} exists twice: rename one.</source>
   <translation>La clase {name} aparece dos veces: cambie un nombre.</translation>
  </message>
  <message>
   <source>{file}, line {line} has no name.</source>
   <translation>{file}, línea {line}: falta el nombre.</translation>
  </message>
  <message>
   <source>{file}, line {line}: {colour} is not a colour, write it like #3366cc.</source>
   <translation>{file}, línea {line}: {colour} no es un color, escríbalo como #3366cc.</translation>
  </message>
  <message>
   <source>Label: {what}</source>
   <translation>Etiquetar: {what}</translation>
  </message>
  <message>
   <source>The features lie outside the layer {name}.</source>
   <translation>Los objetos están fuera de la capa {name}.</translation>
  </message>
  <message>
   <source>The layer {name} has no polygons to label.</source>
   <translation>La capa {name} no tiene polígonos que etiquetar.</translation>
  </message>
  <message>
   <source>The server's result cannot be opened: try again.</source>
   <translation>No se puede abrir el resultado del servidor: inténtelo de nuevo.</translation>
  </message>
  <message>
   <source>Choose a raster layer to search in.</source>
   <translation>Elija una capa ráster en la que buscar.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be opened: repair its data source.</source>
   <translation>No se puede abrir la capa {name}: repare su origen.</translation>
  </message>
  <message>
   <source>The layer {name} has no CRS: set one.</source>
   <translation>La capa {name} no tiene sistema de referencia: asígnele uno.</translation>
  </message>
  <message>
   <source>The server is assembling the image</source>
   <translation>El servidor compone la imagen</translation>
  </message>
  <message>
   <source>Sending the image of {name}</source>
   <translation>Enviando la imagen de {name}</translation>
  </message>
  <message>
   <source>The layer {name} shows nothing here: check on the map whether its service is responding.</source>
   <translation>La capa {name} no muestra nada aquí: mire en el mapa si su servicio responde.</translation>
  </message>
  <message>
   <source>The layer {name} has no extent of its own: search in the extent of the map.</source>
   <translation>La capa {name} no tiene extensión propia: busque en la extensión del mapa.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be drawn: {reason}.</source>
   <translation>No se puede dibujar la capa {name}: {reason}.</translation>
  </message>
  <message>
   <source>The server could not assemble the image: try again.</source>
   <translation>El servidor no pudo componer la imagen: inténtelo de nuevo.</translation>
  </message>
  <message>
   <source>The server cannot read the file: sending its image instead</source>
   <translation>El servidor no puede leer el archivo: en su lugar se envía su imagen</translation>
  </message>
  <message>
   <source>Sending {name}</source>
   <translation>Enviando {name}</translation>
  </message>
  <message>
   <source>Models on the server</source>
   <translation>Modelos del servidor</translation>
  </message>
  <message>
   <source>{have} million pixels would be sent, the limit is {most} million: zoom in or choose larger regions.</source>
   <translation>Se enviarían {have} millones de píxeles y el límite es {most} millones: acerque la vista o elija regiones mayores.</translation>
  </message>
  <message>
   <source>the table {table} is missing</source>
   <translation>falta la tabla {table}</translation>
  </message>
  <message>
   <source>it is not a raster</source>
   <translation>no es un ráster</translation>
  </message>
  <message>
   <source>No Python {least} or newer was found: set one in the Terralex options.</source>
   <translation>No se encontró Python {least} o posterior: indique uno en las opciones de Terralex.</translation>
  </message>
  <message>
   <source>Python {version} cannot make environments here: install python{version}-venv, then try again.</source>
   <translation>Python {version} no puede crear entornos aquí: instale python{version}-venv e inténtelo de nuevo.</translation>
  </message>
  <message>
   <source>This plugin does not understand the server's reply: check that both have the same version.</source>
   <translation>Este complemento no entiende la respuesta del servidor: ¿son de la misma versión?</translation>
  </message>
  <message>
   <source>The server does not accept the token: enter it again in the options of Terralex.</source>
   <translation>El servidor no acepta el token: introdúzcalo de nuevo en las opciones de Terralex.</translation>
  </message>
  <message>
   <source>The server failed (500): see its log.</source>
   <translation>El servidor falló (500): su registro dice por qué.</translation>
  </message>
  <message>
   <source>The server is not available ({status}): try again later.</source>
   <translation>El servidor no está disponible ({status}): inténtelo más tarde.</translation>
  </message>
  <message>
   <source>The server refused the request ({status}).</source>
   <translation>El servidor rechazó la petición ({status}).</translation>
  </message>
  <message>
   <source>The reply is incomplete or not JSON: check that there is a Terralex server at this address.</source>
   <translation>La respuesta está cortada o no es JSON: ¿hay un servidor Terralex en esta dirección?</translation>
  </message>
  <message>
   <source>This is more than the server accepts at once: choose a smaller extent.</source>
   <translation>Es más de lo que el servidor acepta de una vez: elija una extensión menor.</translation>
  </message>
  <message>
   <source>The layer with the regions has been removed: search again.</source>
   <translation>Se quitó la capa de las regiones: busque de nuevo.</translation>
  </message>
  <message>
   <source>{file} cannot be written: {reason}.</source>
   <translation>No se puede escribir {file}: {reason}.</translation>
  </message>
  <message>
   <source>another program is writing to it</source>
   <translation>otro programa está escribiendo en él</translation>
  </message>
  <message>
   <source>the disk is full</source>
   <translation>el disco está lleno</translation>
  </message>
  <message>
   <source>it cannot be opened</source>
   <translation>no se puede abrir</translation>
  </message>
  <message>
   <source>permission denied</source>
   <translation>permiso denegado</translation>
  </message>
  <message>
   <source>Draw an area on the map first.</source>
   <translation>Dibuje primero una zona en el mapa.</translation>
  </message>
  <message>
   <source>The layer {name} is outside this part of the map: zoom to it.</source>
   <translation>La capa {name} no está en esta parte del mapa: acerque la vista a ella.</translation>
  </message>
  <message>
   <source>The area lies outside the layer {name}.</source>
   <translation>La zona queda fuera de la capa {name}.</translation>
  </message>
  <message>
   <source>The selected features lie outside the layer {name}.</source>
   <translation>Los objetos seleccionados están fuera de la capa {name}.</translation>
  </message>
  <message>
   <source>Similar to the examples</source>
   <translation>Como los ejemplos</translation>
  </message>
  <message>
   <source>Type what to look for, or mark an example on the map.</source>
   <translation>Escriba qué buscar o elija un ejemplo en el mapa.</translation>
  </message>
  <message>
   <source>Search: {what}</source>
   <translation>Búsqueda: {what}</translation>
  </message>
  <message>
   <source>Writing {count} regions</source>
   <translation>Escribiendo {count} regiones</translation>
  </message>
  <message>
   <source>The server is preparing</source>
   <translation>El servidor se prepara</translation>
  </message>
  <message>
   <source>Searching</source>
   <translation>Buscando</translation>
  </message>
  <message>
   <source>Reading the class names</source>
   <translation>Leyendo los nombres de las clases</translation>
  </message>
  <message>
   <source>Reading the index</source>
   <translation>Leyendo el índice</translation>
  </message>
  <message>
   <source>Placing windows over the features</source>
   <translation>Colocando ventanas sobre los objetos</translation>
  </message>
  <message>
   <source>Comparing</source>
   <translation>Comparando</translation>
  </message>
  <message>
   <source>Labelling everything together</source>
   <translation>Etiquetando todo junto</translation>
  </message>
  <message>
   <source>Smoothing</source>
   <translation>Suavizado</translation>
  </message>
  <message>
   <source>Labelling the area</source>
   <translation>Etiquetando el terreno</translation>
  </message>
  <message>
   <source>Looking for gaps</source>
   <translation>Buscando huecos</translation>
  </message>
  <message>
   <source>Writing the result</source>
   <translation>Escribiendo el resultado</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Hecho</translation>
  </message>
  <message>
   <source>The server cannot read the layer.</source>
   <translation>El servidor no puede leer la capa.</translation>
  </message>
  <message>
   <source>The layer is not georeferenced.</source>
   <translation>La capa no está georreferenciada.</translation>
  </message>
  <message>
   <source>The layer has no pixels here.</source>
   <translation>La capa no tiene píxeles aquí.</translation>
  </message>
  <message>
   <source>This lies outside the layer.</source>
   <translation>Eso está fuera de la capa.</translation>
  </message>
  <message>
   <source>The server cannot use one of the values.</source>
   <translation>El servidor no puede usar uno de los valores.</translation>
  </message>
  <message>
   <source>The concept was taught with another model: choose its model in the options.</source>
   <translation>El concepto se enseñó con otro modelo: elija su modelo en las opciones.</translation>
  </message>
  <message>
   <source>There are no words to search for.</source>
   <translation>No hay palabras que buscar.</translation>
  </message>
  <message>
   <source>The server does not have the model.</source>
   <translation>El servidor no tiene ese modelo.</translation>
  </message>
  <message>
   <source>The index of the layer cannot be used.</source>
   <translation>El índice de la capa no se puede usar.</translation>
  </message>
  <message>
   <source>The server's disk is full.</source>
   <translation>El disco del servidor está lleno.</translation>
  </message>
  <message>
   <source>The server does not have enough memory for this.</source>
   <translation>El servidor no tiene memoria suficiente para esto.</translation>
  </message>
  <message>
   <source>The server is too busy: try again later.</source>
   <translation>El servidor tiene demasiado que hacer: inténtelo más tarde.</translation>
  </message>
  <message>
   <source>The server no longer knows the layer: try again.</source>
   <translation>El servidor ya no conoce la capa: inténtelo de nuevo.</translation>
  </message>
  <message>
   <source>The server has no space left for images.</source>
   <translation>Al servidor no le queda sitio para imágenes.</translation>
  </message>
  <message>
   <source>The server is not allowed to fetch this online layer.</source>
   <translation>El servidor no puede consultar esta capa en línea.</translation>
  </message>
  <message>
   <source>The server failed: see its log.</source>
   <translation>El servidor falló: su registro dice por qué.</translation>
  </message>
  <message>
   <source>Indexing: {done} of {total} windows</source>
   <translation>Indexando: {done} de {total} ventanas</translation>
  </message>
  <message>
   <source>{done} of {total} windows</source>
   <translation>{done} de {total} ventanas</translation>
  </message>
  <message>
   <source>Size of the local server</source>
   <translation>Tamaño del servidor local</translation>
  </message>
  <message>
   <source>An error occurred in the plugin: {error}.</source>
   <translation>Algo falló dentro del complemento: {error}.</translation>
  </message>
  <message>
   <source>Teach: {what}</source>
   <translation>Enseñar: {what}</translation>
  </message>
  <message>
   <source>There is nothing to learn from: accept or reject a region first.</source>
   <translation>No hay nada de lo que aprender: acepte o rechace primero una región.</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: draw one side at a time.</source>
   <translation>La extensión cruza el antimeridiano: dibuje un lado cada vez.</translation>
  </message>
  <message>
   <source>Thumbnails of the regions</source>
   <translation>Imágenes de las regiones</translation>
  </message>
  <message>
   <source>The server at {url} did not respond in time: check whether it is busy.</source>
   <translation>El servidor {url} no respondió a tiempo: compruebe si está ocupado.</translation>
  </message>
  <message>
   <source>The server at {url} does not respond: {reason}.</source>
   <translation>El servidor {url} no responde: {reason}.</translation>
  </message>
  <message>
   <source>Windows of {metres} m are too large to show “{words}” well: choose a smaller extent or smaller windows.</source>
   <translation>Las ventanas de {metres} m son demasiado grandes para mostrar bien «{words}»: elija una extensión menor o ventanas menores.</translation>
  </message>
  <message>
   <source>Nothing reaches a relevance of {least} %, the best match has {best} %: try other words or a lower threshold in the options.</source>
   <translation>Nada alcanza una relevancia del {least} %, lo mejor tiene un {best} %: pruebe otras palabras o un umbral menor en las opciones.</translation>
  </message>
  <message>
   <source>Pixels of {metres} m are too coarse to show “{words}” well.</source>
   <translation>Los píxeles de {metres} m son demasiado gruesos para mostrar bien «{words}».</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”. The nearest known words: {nearest}.</source>
   <translation>El modelo no conoce las palabras «{words}». Las más cercanas que conoce: {nearest}.</translation>
  </message>
  <message>
   <source>Nothing was relevant enough: try other words or a lower threshold in the options.</source>
   <translation>Nada fue bastante relevante: pruebe otras palabras o un umbral menor en las opciones.</translation>
  </message>
  <message>
   <source>Nothing here looks like “{words}”: the best match has a relevance of {best} %.</source>
   <translation>Nada aquí se parece a «{words}»: lo mejor tiene una relevancia del {best} %.</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”: try other words.</source>
   <translation>El modelo no conoce las palabras «{words}»: pruebe otras.</translation>
  </message>
  <message>
   <source>Only words or a concept can be saved as a search: type what to look for.</source>
   <translation>Solo se pueden guardar como búsqueda palabras o un concepto: escriba qué buscar.</translation>
  </message>
  <message>
   <source>Saved searches</source>
   <translation>Búsquedas guardadas</translation>
  </message>
  <message>
   <source>Saved search: {what}</source>
   <translation>Búsqueda guardada: {what}</translation>
  </message>
  <message>
   <source>Choose at least one raster layer.</source>
   <translation>Elija al menos una capa ráster.</translation>
  </message>
  <message>
   <source>More tools for this layer</source>
   <translation>Más herramientas para esta capa</translation>
  </message>
  <message>
   <source>Compare two dates</source>
   <translation>Comparar dos fechas</translation>
  </message>
  <message>
   <source>Count objects</source>
   <translation>Contar objetos</translation>
  </message>
  <message>
   <source>Search many layers</source>
   <translation>Buscar en muchas capas</translation>
  </message>
  <message>
   <source>The Processing plugin is off: enable it in the plugin manager.</source>
   <translation>El complemento Procesos está desactivado: actívelo en el administrador de complementos.</translation>
  </message>
  <message>
   <source>{area} m²</source>
   <translation>{area} m²</translation>
  </message>
  <message>
   <source>mean confidence {percent} %</source>
   <translation>confianza media {percent} %</translation>
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
   <translation>¿Quitar el servidor local? Los índices y los resultados se conservan.</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Iniciar</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>Detener</translation>
  </message>
  <message>
   <source>Restart</source>
   <translation>Reiniciar</translation>
  </message>
  <message>
   <source>Install</source>
   <translation>Instalar</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Cancelar</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>Progreso</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>Registro</translation>
  </message>
  <message>
   <source>Start it with the first search</source>
   <translation>Iniciarlo con la primera búsqueda</translation>
  </message>
  <message>
   <source>the home folder</source>
   <translation>la carpeta personal</translation>
  </message>
  <message>
   <source>Folders the server can read, separated by {mark}</source>
   <translation>Carpetas que el servidor puede leer, separadas por {mark}</translation>
  </message>
  <message>
   <source>Runs on</source>
   <translation>Funciona en</translation>
  </message>
  <message>
   <source>Readable folders</source>
   <translation>Carpetas legibles</translation>
  </message>
  <message>
   <source>A wheel file, a source folder, or a package name</source>
   <translation>Un archivo wheel, una carpeta con el código o el nombre de un paquete</translation>
  </message>
  <message>
   <source>detected automatically</source>
   <translation>se detecta automáticamente</translation>
  </message>
  <message>
   <source>The Python used to create the server's environment</source>
   <translation>El Python con el que se crea el entorno del servidor</translation>
  </message>
  <message>
   <source>the plugin's own</source>
   <translation>el del complemento</translation>
  </message>
  <message>
   <source>A terralex that is there already: its program, or the folder of its environment</source>
   <translation>Un terralex ya instalado: su programa o la carpeta de su entorno</translation>
  </message>
  <message>
   <source>Existing Terralex</source>
   <translation>Terralex existente</translation>
  </message>
  <message>
   <source>Install from</source>
   <translation>Instalar desde</translation>
  </message>
  <message>
   <source>Reinstall</source>
   <translation>Instalar de nuevo</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Quitar</translation>
  </message>
  <message>
   <source>Installation</source>
   <translation>Instalación</translation>
  </message>
  <message>
   <source>Not installed: needs Python 3.11 or newer and about {size} GB; {free} GB are free.</source>
   <translation>No instalado: necesita Python 3.11 o posterior y unos {size} GB; hay {free} GB libres.</translation>
  </message>
  <message>
   <source>{size} GB</source>
   <translation>{size} GB</translation>
  </message>
  <message>
   <source>Choose</source>
   <translation>Elegir</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>Automático</translation>
  </message>
  <message>
   <source>for the CPU (small)</source>
   <translation>para la CPU (pequeño)</translation>
  </message>
  <message>
   <source>for CUDA (large)</source>
   <translation>para CUDA (grande)</translation>
  </message>
  <message>
   <source>Installed, not running</source>
   <translation>Instalado, detenido</translation>
  </message>
  <message>
   <source>Starting…</source>
   <translation>Iniciando…</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>En marcha</translation>
  </message>
  <message>
   <source>Texts that describe the class, separated by semicolons; the name alone is enough</source>
   <translation>Textos que describen la clase, separados por punto y coma; basta el nombre</translation>
  </message>
  <message>
   <source>your concept</source>
   <translation>concepto suyo</translation>
  </message>
  <message>
   <source>Double-click to change the colour</source>
   <translation>Doble clic para cambiar el color</translation>
  </message>
  <message>
   <source>Class</source>
   <translation>Clase</translation>
  </message>
  <message>
   <source>Prompts</source>
   <translation>Textos</translation>
  </message>
  <message>
   <source>Choose a preset, open a CSV file, or add your own classes: a name is enough.</source>
   <translation>Elija un predefinido, abra un archivo CSV o añada sus propias clases: basta un nombre.</translation>
  </message>
  <message>
   <source>Classes</source>
   <translation>Clases</translation>
  </message>
  <message>
   <source>Colour of the class</source>
   <translation>Color de la clase</translation>
  </message>
  <message>
   <source>Go back to words</source>
   <translation>Volver a las palabras</translation>
  </message>
  <message>
   <source>Concept: {name}</source>
   <translation>Concepto: {name}</translation>
  </message>
  <message>
   <source>{accepted} accepted, {rejected} rejected, {model}</source>
   <translation>{accepted} aceptadas, {rejected} rechazadas, {model}</translation>
  </message>
  <message>
   <source>{time}: {new} new, {gone} gone, {unchanged} unchanged</source>
   <translation>{time}: {new} nuevas, {gone} desaparecidas, {unchanged} sin cambios</translation>
  </message>
  <message>
   <source>not run yet</source>
   <translation>aún no ejecutada</translation>
  </message>
  <message>
   <source>Stopping</source>
   <translation>Deteniendo</translation>
  </message>
  <message>
   <source>Stopped.</source>
   <translation>Detenido.</translation>
  </message>
  <message>
   <source>Starting the local server</source>
   <translation>Iniciando el servidor local</translation>
  </message>
  <message>
   <source>Contacting the server</source>
   <translation>Consultando al servidor</translation>
  </message>
  <message>
   <source>Let the server read this folder</source>
   <translation>Permitir al servidor leer esta carpeta</translation>
  </message>
  <message>
   <source>Search the map by text</source>
   <translation>Buscar en el mapa con texto</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>Búsqueda</translation>
  </message>
  <message>
   <source>Labels</source>
   <translation>Etiquetas</translation>
  </message>
  <message>
   <source>Saved</source>
   <translation>Guardado</translation>
  </message>
  <message>
   <source>Terralex options</source>
   <translation>Opciones de Terralex</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Ayuda</translation>
  </message>
  <message>
   <source>Draw a box around an example on the map</source>
   <translation>Dibujar un recuadro alrededor de un ejemplo en el mapa</translation>
  </message>
  <message>
   <source>Draw a box around a counter-example on the map</source>
   <translation>Dibujar un recuadro alrededor de un contraejemplo en el mapa</translation>
  </message>
  <message>
   <source>Take the selected features as examples</source>
   <translation>Tomar los objetos seleccionados como ejemplos</translation>
  </message>
  <message>
   <source>Clear the examples</source>
   <translation>Borrar los ejemplos</translation>
  </message>
  <message>
   <source>Take the selected features as counter-examples</source>
   <translation>Tomar los objetos seleccionados como contraejemplos</translation>
  </message>
  <message>
   <source>This lies outside the layer {name}: draw the box on the layer.</source>
   <translation>Eso está fuera de la capa {name}: dibuje el recuadro sobre ella.</translation>
  </message>
  <message>
   <source>Draw a box on the map</source>
   <translation>Dibuje un recuadro en el mapa</translation>
  </message>
  <message>
   <source>{like} positive, {unlike} negative examples</source>
   <translation>{like} ejemplos positivos, {unlike} negativos</translation>
  </message>
  <message>
   <source>Examples (optional)</source>
   <translation>Ejemplos (opcional)</translation>
  </message>
  <message>
   <source>One class was found.</source>
   <translation>Se encontró una clase.</translation>
  </message>
  <message>
   <source>{count} classes were found.</source>
   <translation>Se encontraron {count} clases.</translation>
  </message>
  <message>
   <source>This feature has no label.</source>
   <translation>Este objeto no tiene etiqueta.</translation>
  </message>
  <message>
   <source>{what} (raster)</source>
   <translation>{what} (ráster)</translation>
  </message>
  <message>
   <source>The layer with the labels has been removed: label again.</source>
   <translation>Se quitó la capa de las etiquetas: etiquete de nuevo.</translation>
  </message>
  <message>
   <source>This place has no label.</source>
   <translation>Este lugar no tiene etiqueta.</translation>
  </message>
  <message>
   <source>Own classes</source>
   <translation>Clases propias</translation>
  </message>
  <message>
   <source>Label</source>
   <translation>Etiquetar</translation>
  </message>
  <message>
   <source>Extent of the map</source>
   <translation>Extensión del mapa</translation>
  </message>
  <message>
   <source>Whole layer</source>
   <translation>Toda la capa</translation>
  </message>
  <message>
   <source>Features of a polygon layer</source>
   <translation>Objetos de una capa de polígonos</translation>
  </message>
  <message>
   <source>Selected only</source>
   <translation>Solo seleccionados</translation>
  </message>
  <message>
   <source>Polygons</source>
   <translation>Polígonos</translation>
  </message>
  <message>
   <source>Preset</source>
   <translation>Predefinido</translation>
  </message>
  <message>
   <source>Preset…</source>
   <translation>Predefinido…</translation>
  </message>
  <message>
   <source>Add a class</source>
   <translation>Añadir una clase</translation>
  </message>
  <message>
   <source>Remove the selected classes</source>
   <translation>Quitar las clases seleccionadas</translation>
  </message>
  <message>
   <source>Load classes from CSV</source>
   <translation>Abrir clases de un CSV</translation>
  </message>
  <message>
   <source>Save classes as CSV</source>
   <translation>Guardar las clases como CSV</translation>
  </message>
  <message>
   <source>Add one of your concepts as a class</source>
   <translation>Añadir uno de sus conceptos como clase</translation>
  </message>
  <message>
   <source>Below this confidence (0 to 1), the label is "other"</source>
   <translation>Lo que es menos seguro que esto, de 0 a 1, no pertenece a ninguna clase</translation>
  </message>
  <message>
   <source>automatic</source>
   <translation>automático</translation>
  </message>
  <message>
   <source>Influence of overlapping windows on each other, from 0 to 1</source>
   <translation>Cuánto influyen entre sí las ventanas que se solapan, de 0 a 1</translation>
  </message>
  <message>
   <source>Label everything together</source>
   <translation>Etiquetar todo junto</translation>
  </message>
  <message>
   <source>Transduction: windows support each other's classes; often better, sometimes worse</source>
   <translation>Transducción: las ventanas se ayudan a encontrar su clase; a menudo mejor, a veces peor</translation>
  </message>
  <message>
   <source>More</source>
   <translation>Más</translation>
  </message>
  <message>
   <source>{file} cannot be read: check that it exists and is UTF-8.</source>
   <translation>No se puede leer {file}: compruebe que existe y que es UTF-8.</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>Capa</translation>
  </message>
  <message>
   <source>"Other" below</source>
   <translation>«Otro» por debajo de</translation>
  </message>
  <message>
   <source>Save the area of each class as CSV</source>
   <translation>Guardar la superficie de cada clase en CSV</translation>
  </message>
  <message>
   <source>Click features on the map to see their three best classes</source>
   <translation>Pulsar objetos en el mapa para ver sus tres mejores clases</translation>
  </message>
  <message>
   <source>Three best classes on click</source>
   <translation>Tres mejores clases al pulsar</translation>
  </message>
  <message>
   <source>Draw areas paler where their class is less certain</source>
   <translation>Dibujar más pálidas las áreas cuya clase es menos segura</translation>
  </message>
  <message>
   <source>Set up the server</source>
   <translation>Configurar el servidor</translation>
  </message>
  <message>
   <source>Delete all indexes? The next search of each layer will take longer. Results are kept.</source>
   <translation>¿Borrar todos los índices? La próxima búsqueda en cada capa volverá a tardar más. Los resultados se conservan.</translation>
  </message>
  <message>
   <source>Copied.</source>
   <translation>Copiado.</translation>
  </message>
  <message>
   <source>The server responds and accepts the token.</source>
   <translation>El servidor responde y acepta el token.</translation>
  </message>
  <message>
   <source>Server default</source>
   <translation>Predeterminado del servidor</translation>
  </message>
  <message>
   <source>Server</source>
   <translation>Servidor</translation>
  </message>
  <message>
   <source>On this machine</source>
   <translation>En esta máquina</translation>
  </message>
  <message>
   <source>Another server, for example one with a GPU</source>
   <translation>Otro, por ejemplo uno con GPU</translation>
  </message>
  <message>
   <source>As printed by terralex serve when it started</source>
   <translation>Lo que terralex serve mostró al iniciarse</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>Dirección</translation>
  </message>
  <message>
   <source>Token</source>
   <translation>Token</translation>
  </message>
  <message>
   <source>Test connection</source>
   <translation>Probar la conexión</translation>
  </message>
  <message>
   <source>Searches and labels</source>
   <translation>Búsquedas y etiquetas</translation>
  </message>
  <message>
   <source>Same as QGIS</source>
   <translation>Como QGIS</translation>
  </message>
  <message>
   <source>Per search</source>
   <translation>Por búsqueda</translation>
  </message>
  <message>
   <source>Less relevant regions are not requested</source>
   <translation>Lo menos relevante ni siquiera se pide</translation>
  </message>
  <message>
   <source> million</source>
   <translation> millones</translation>
  </message>
  <message>
   <source>For layers that QGIS has to render for the server, such as online layers</source>
   <translation>De capas que QGIS tiene que dibujar para el servidor, como las capas en línea</translation>
  </message>
  <message>
   <source>Takes effect when QGIS is restarted</source>
   <translation>A partir del próximo inicio de QGIS</translation>
  </message>
  <message>
   <source>Stored on this machine</source>
   <translation>Guardado en esta máquina</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>Borrar</translation>
  </message>
  <message>
   <source>Delete indexes and images</source>
   <translation>Borrar índices e imágenes</translation>
  </message>
  <message>
   <source>Search history</source>
   <translation>Historial de búsquedas</translation>
  </message>
  <message>
   <source>Clear</source>
   <translation>Borrar</translation>
  </message>
  <message>
   <source>Clear search history</source>
   <translation>Borrar el historial de búsquedas</translation>
  </message>
  <message>
   <source>Troubleshooting</source>
   <translation>Solución de problemas</translation>
  </message>
  <message>
   <source>Copy diagnostics</source>
   <translation>Copiar el diagnóstico</translation>
  </message>
  <message>
   <source>Versions, settings and log, without paths or secrets</source>
   <translation>Versiones, ajustes y registro, sin rutas ni secretos</translation>
  </message>
  <message>
   <source>QGIS stores the token encrypted in its authentication database.</source>
   <translation>QGIS guarda el token cifrado en su base de datos de autenticación.</translation>
  </message>
  <message>
   <source>Indexes and images of the local server</source>
   <translation>Índices e imágenes del servidor local</translation>
  </message>
  <message>
   <source>Indexes and images of the local server: {size} MB</source>
   <translation>Índices e imágenes del servidor local: {size} MB</translation>
  </message>
  <message>
   <source>The search history has been cleared.</source>
   <translation>El historial de búsquedas se ha borrado.</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modelo</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Idioma</translation>
  </message>
  <message>
   <source>Maximum regions</source>
   <translation>Regiones como máximo</translation>
  </message>
  <message>
   <source>Minimum relevance</source>
   <translation>Relevancia mínima</translation>
  </message>
  <message>
   <source>Maximum pixels sent</source>
   <translation>Píxeles enviados como máximo</translation>
  </message>
  <message>
   <source>Server time-out</source>
   <translation>Tiempo de espera del servidor</translation>
  </message>
  <message>
   <source>stored by QGIS</source>
   <translation>guardado por QGIS</translation>
  </message>
  <message>
   <source>{title} (will be downloaded)</source>
   <translation>{title} (se descargará)</translation>
  </message>
  <message>
   <source>Both dates side by side</source>
   <translation>Las dos fechas lado a lado</translation>
  </message>
  <message>
   <source>The earlier date is on the left, the later one on the right.</source>
   <translation>La fecha anterior está a la izquierda; la posterior, a la derecha.</translation>
  </message>
  <message>
   <source>What to look for</source>
   <translation>Qué buscar</translation>
  </message>
  <message>
   <source>{size} m</source>
   <translation>{size} m</translation>
  </message>
  <message>
   <source>Regions</source>
   <translation>Regiones</translation>
  </message>
  <message>
   <source>Zoom to the region</source>
   <translation>Acercar a la región</translation>
  </message>
  <message>
   <source>Accept the region (A)</source>
   <translation>Aceptar la región (A)</translation>
  </message>
  <message>
   <source>Reject the region (R)</source>
   <translation>Rechazar la región (R)</translation>
  </message>
  <message>
   <source>Undo (Ctrl+Z)</source>
   <translation>Deshacer (Ctrl+Z)</translation>
  </message>
  <message>
   <source>Search for more like this</source>
   <translation>Buscar más como esta</translation>
  </message>
  <message>
   <source>Regions appear here, best first.</source>
   <translation>Aquí aparecen las regiones, las mejores primero.</translation>
  </message>
  <message>
   <source>Enter: next region, and the map follows</source>
   <translation>Intro: la siguiente, y el mapa la sigue</translation>
  </message>
  <message>
   <source>A: accept, R: reject</source>
   <translation>A: aceptar, R: rechazar</translation>
  </message>
  <message>
   <source>Region {rank}, relevance {percent} %</source>
   <translation>Región {rank}, relevancia {percent} %</translation>
  </message>
  <message>
   <source>{size} m regions, cosine {score}</source>
   <translation>Regiones de {size} m, coseno {score}</translation>
  </message>
  <message>
   <source>Below the threshold: candidate</source>
   <translation>Por debajo del umbral: un candidato</translation>
  </message>
  <message>
   <source>Accepted</source>
   <translation>Aceptada</translation>
  </message>
  <message>
   <source>Rejected</source>
   <translation>Rechazada</translation>
  </message>
  <message>
   <source>Save this search</source>
   <translation>Guardar esta búsqueda</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Nombre</translation>
  </message>
  <message>
   <source>Raster layers</source>
   <translation>Capas ráster</translation>
  </message>
  <message>
   <source>All rasters in their folders, including later ones</source>
   <translation>Todos los rásteres de sus carpetas, también los futuros</translation>
  </message>
  <message>
   <source>The server runs it automatically while it is running</source>
   <translation>El servidor la ejecuta por sí solo mientras esté en marcha</translation>
  </message>
  <message>
   <source>Interval</source>
   <translation>Frecuencia</translation>
  </message>
  <message>
   <source>Only manually</source>
   <translation>Solo manualmente</translation>
  </message>
  <message>
   <source>Every hour</source>
   <translation>Cada hora</translation>
  </message>
  <message>
   <source>Every day</source>
   <translation>Cada día</translation>
  </message>
  <message>
   <source>Every week</source>
   <translation>Cada semana</translation>
  </message>
  <message>
   <source>Concepts and saved searches</source>
   <translation>Conceptos y búsquedas guardadas</translation>
  </message>
  <message>
   <source>Save the marks as a concept ...</source>
   <translation>Guardar las marcas como concepto ...</translation>
  </message>
  <message>
   <source>Save this search ...</source>
   <translation>Guardar esta búsqueda ...</translation>
  </message>
  <message>
   <source>Show everything saved</source>
   <translation>Mostrar todo lo guardado</translation>
  </message>
  <message>
   <source>No concept is saved yet</source>
   <translation>Aún no hay conceptos guardados</translation>
  </message>
  <message>
   <source>Save the marks as a concept</source>
   <translation>Guardar las marcas como concepto</translation>
  </message>
  <message>
   <source>{name} is saved. Regions so far: {count}.</source>
   <translation>{name} está guardada. Regiones hasta ahora: {count}.</translation>
  </message>
  <message>
   <source>{name}: {new} new, {gone} gone, {unchanged} unchanged. {looked_at} of {layers} layers had changed.</source>
   <translation>{name}: {new} nuevas, {gone} desaparecidas, {unchanged} sin cambios. Habían cambiado {looked_at} de {layers} capas.</translation>
  </message>
  <message>
   <source>Name of the concept</source>
   <translation>Nombre del concepto</translation>
  </message>
  <message>
   <source>{name} is saved: taught by {accepted} accepted and {rejected} rejected.</source>
   <translation>{name} está guardado: enseñado con {accepted} aceptadas y {rejected} rechazadas.</translation>
  </message>
  <message>
   <source>Import concepts</source>
   <translation>Importar conceptos</translation>
  </message>
  <message>
   <source>Concepts (*.tlx)</source>
   <translation>Conceptos (*.tlx)</translation>
  </message>
  <message>
   <source>Export the concept</source>
   <translation>Exportar el concepto</translation>
  </message>
  <message>
   <source>{name} was exported to {file}.</source>
   <translation>{name} se exportó a {file}.</translation>
  </message>
  <message>
   <source>There is already a concept {name}. Replace it?</source>
   <translation>Ya existe un concepto {name}. ¿Reemplazarlo?</translation>
  </message>
  <message>
   <source>Delete the concept {name}?</source>
   <translation>¿Eliminar el concepto {name}?</translation>
  </message>
  <message>
   <source>Delete the saved search {name}?</source>
   <translation>¿Eliminar la búsqueda guardada {name}?</translation>
  </message>
  <message>
   <source>Accept and reject regions, then save the marks as a concept with the button next to Search.</source>
   <translation>Acepte y rechace regiones y guarde después las marcas como concepto con el botón junto a Búsqueda.</translation>
  </message>
  <message>
   <source>Save a search with the button next to Search, and run it again when there is new imagery.</source>
   <translation>Guarde una búsqueda con el botón junto a Búsqueda y ejecútela de nuevo cuando haya imágenes nuevas.</translation>
  </message>
  <message>
   <source>Concepts</source>
   <translation>Conceptos</translation>
  </message>
  <message>
   <source>Search by the concept</source>
   <translation>Buscar por el concepto</translation>
  </message>
  <message>
   <source>Add the concept to the classes</source>
   <translation>Añadir el concepto a las clases</translation>
  </message>
  <message>
   <source>Delete the concept</source>
   <translation>Eliminar el concepto</translation>
  </message>
  <message>
   <source>Run the search again and show what is new</source>
   <translation>Ejecutar de nuevo la búsqueda y mostrar lo nuevo</translation>
  </message>
  <message>
   <source>Show the result of the server's last automatic run</source>
   <translation>Mostrar lo que encontró el servidor la última vez que ejecutó la búsqueda por sí solo</translation>
  </message>
  <message>
   <source>Refresh the list of saved searches</source>
   <translation>Actualizar la lista de búsquedas guardadas</translation>
  </message>
  <message>
   <source>Delete the saved search</source>
   <translation>Eliminar la búsqueda guardada</translation>
  </message>
  <message>
   <source>Run again</source>
   <translation>Ejecutar de nuevo</translation>
  </message>
  <message>
   <source>One region was found.</source>
   <translation>Se encontró una región.</translation>
  </message>
  <message>
   <source>{windows} windows are indexed.</source>
   <translation>{windows} ventanas están indexadas.</translation>
  </message>
  <message>
   <source>{count} regions were found.</source>
   <translation>Se encontraron {count} regiones.</translation>
  </message>
  <message>
   <source>Accept at least one region first (A).</source>
   <translation>Acepte antes al menos una región (A).</translation>
  </message>
  <message>
   <source>The heat map has been added: the stronger the colour, the better the match.</source>
   <translation>El mapa de calor está en el mapa: cuanto más intenso el color, mejor encaja.</translation>
  </message>
  <message>
   <source>The best candidates are shown faded.</source>
   <translation>Los mejores candidatos se muestran atenuados.</translation>
  </message>
  <message>
   <source>but not … (car park; road)</source>
   <translation>pero no … (aparcamiento; carretera)</translation>
  </message>
  <message>
   <source>But not</source>
   <translation>Pero no</translation>
  </message>
  <message>
   <source>Things that look similar but are not wanted; separate phrases with semicolons</source>
   <translation>Lo que se parece pero no se busca; separe las expresiones con punto y coma</translation>
  </message>
  <message>
   <source>What to look for: airport, 저수지 …</source>
   <translation>Qué buscar: aeropuerto, 저수지 …</translation>
  </message>
  <message>
   <source>Selected features</source>
   <translation>Objetos seleccionados</translation>
  </message>
  <message>
   <source>Drawn area</source>
   <translation>Zona dibujada</translation>
  </message>
  <message>
   <source>Draw the area to search on the map</source>
   <translation>Dibujar en el mapa la zona donde buscar</translation>
  </message>
  <message>
   <source>Selected features of the active polygon layer</source>
   <translation>Objetos seleccionados de la capa de polígonos activa</translation>
  </message>
  <message>
   <source>Side length of the regions on the ground in metres; several values are allowed</source>
   <translation>Lado de las regiones en el suelo en metros; se admiten varios valores</translation>
  </message>
  <message>
   <source>Shape of the regions</source>
   <translation>Forma de las regiones</translation>
  </message>
  <message>
   <source>Relevance</source>
   <translation>Relevancia</translation>
  </message>
  <message>
   <source>Hides less relevant regions in the list and on the map</source>
   <translation>Oculta lo menos relevante, en la lista y en el mapa</translation>
  </message>
  <message>
   <source>Filter regions</source>
   <translation>Filtrar las regiones</translation>
  </message>
  <message>
   <source>Sort regions</source>
   <translation>Ordenar las regiones</translation>
  </message>
  <message>
   <source>Gallery of large images</source>
   <translation>Galería de imágenes grandes</translation>
  </message>
  <message>
   <source>Zoom back to the searched area</source>
   <translation>Volver a la zona buscada</translation>
  </message>
  <message>
   <source>Heat map: how well each place matches</source>
   <translation>Mapa de calor: hasta qué punto encaja cada lugar</translation>
  </message>
  <message>
   <source>Search again, with the accepted and rejected regions as examples</source>
   <translation>Busca de nuevo, con lo aceptado y lo rechazado como ejemplos</translation>
  </message>
  <message>
   <source>More like the accepted ones</source>
   <translation>Buscar parecidas</translation>
  </message>
  <message>
   <source>Export the accepted regions</source>
   <translation>Exportar las regiones aceptadas</translation>
  </message>
  <message>
   <source>from {percent} %: {shown} of {count}</source>
   <translation>desde {percent} %: {shown} de {count}</translation>
  </message>
  <message>
   <source>Where</source>
   <translation>Dónde</translation>
  </message>
  <message>
   <source>Merged</source>
   <translation>Unidas</translation>
  </message>
  <message>
   <source>Single windows</source>
   <translation>Ventanas sueltas</translation>
  </message>
  <message>
   <source>Outlines</source>
   <translation>Contornos</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>Tamaño</translation>
  </message>
  <message>
   <source>Shape</source>
   <translation>Forma</translation>
  </message>
  <message>
   <source>All regions</source>
   <translation>Todas las regiones</translation>
  </message>
  <message>
   <source>Unmarked</source>
   <translation>Aún sin marcar</translation>
  </message>
  <message>
   <source>Best first</source>
   <translation>Primero las mejores</translation>
  </message>
  <message>
   <source>Accepted first</source>
   <translation>Primero las aceptadas</translation>
  </message>
  <message>
   <source>or other words</source>
   <translation>u otras palabras</translation>
  </message>
  <message>
   <source>One accepted region was exported to {file}.</source>
   <translation>Se exportó una región aceptada a {file}.</translation>
  </message>
  <message>
   <source>{count} accepted regions were exported to {file}.</source>
   <translation>Se exportaron {count} regiones aceptadas a {file}.</translation>
  </message>
  <message>
   <source>Search the map for {what}</source>
   <translation>Buscar {what} en el mapa</translation>
  </message>
  <message>
   <source>Matching names</source>
   <translation>Nombres que coinciden</translation>
  </message>
  <message>
   <source>Search this layer by text</source>
   <translation>Buscar en esta capa con texto</translation>
  </message>
  <message>
   <source>Label this layer</source>
   <translation>Etiquetar esta capa</translation>
  </message>
  <message>
   <source>Index this layer</source>
   <translation>Indexar esta capa</translation>
  </message>
  <message>
   <source>Region sizes in metres, separated by commas</source>
   <translation>Tamaños de las regiones en metros, separados por comas</translation>
  </message>
  <message>
   <source>Pixel size in metres if the layer has to be rendered</source>
   <translation>Tamaño de píxel en metros si hay que dibujar la capa</translation>
  </message>
  <message>
   <source>Raster layer</source>
   <translation>Capa ráster</translation>
  </message>
  <message>
   <source>Extent</source>
   <translation>Extensión</translation>
  </message>
  <message>
   <source>The extent does not intersect the layer {name}.</source>
   <translation>La extensión no toca la capa {name}.</translation>
  </message>
  <message>
   <source>{text} is not a list of numbers: write it like 100, 200.</source>
   <translation>{text} no es una lista de números: escríbala como 100, 200.</translation>
  </message>
  <message>
   <source>Finds what a text names in a later layer but not in an earlier one of the same place, or the other way round: new buildings, lost forest. The resolution and CRS of the layers may differ; differences in season or light and shifts of a few pixels do not count as change.</source>
   <translation>Encuentra lo que nombra un texto y está en una capa posterior pero no en una anterior del mismo lugar, o al revés: edificios nuevos, bosque desaparecido. La resolución y el sistema de referencia de las capas pueden diferir; la estación, la luz y un desplazamiento de unos pocos píxeles no son un cambio.</translation>
  </message>
  <message>
   <source>From the text, otherwise both</source>
   <translation>Según el texto; si no, ambas</translation>
  </message>
  <message>
   <source>Appeared</source>
   <translation>Aparecido</translation>
  </message>
  <message>
   <source>Disappeared</source>
   <translation>Desaparecido</translation>
  </message>
  <message>
   <source>Both</source>
   <translation>Ambas</translation>
  </message>
  <message>
   <source>Change heat map</source>
   <translation>Mapa de cambios</translation>
  </message>
  <message>
   <source>Raster layer of the earlier date</source>
   <translation>Capa ráster de la fecha anterior</translation>
  </message>
  <message>
   <source>Direction</source>
   <translation>Dirección</translation>
  </message>
  <message>
   <source>Number of regions</source>
   <translation>Número de regiones</translation>
  </message>
  <message>
   <source>Compare labels with a reference</source>
   <translation>Comparar etiquetas con una referencia</translation>
  </message>
  <message>
   <source>Compares labelled polygons with a reference layer: confusion matrix, accuracy, kappa, precision, recall and F1 by class. By feature, each reference polygon gets the label of the polygon at a point inside it; by area, the overlapping area is counted, in square units of the reference layer's CRS.</source>
   <translation>Compara polígonos etiquetados con una capa de referencia: matriz de confusión, exactitud, kappa, precisión, exhaustividad y F1 por clase. Por objeto, un polígono de referencia recibe la etiqueta del polígono en un punto interior; por área, se cuenta la superficie común, en unidades cuadradas del sistema de la referencia.</translation>
  </message>
  <message>
   <source>Labels and reference</source>
   <translation>Etiquetas y referencia</translation>
  </message>
  <message>
   <source>Accuracy</source>
   <translation>Exactitud</translation>
  </message>
  <message>
   <source>Mean F1</source>
   <translation>F1 medio</translation>
  </message>
  <message>
   <source>Compared</source>
   <translation>Comparado</translation>
  </message>
  <message>
   <source>Confusion matrix</source>
   <translation>Matriz de confusión</translation>
  </message>
  <message>
   <source>Rows are the reference, columns the labels; the darker, the larger the share of the row.</source>
   <translation>Las filas son la referencia, las columnas las etiquetas; cuanto más oscuro, mayor la parte de la fila.</translation>
  </message>
  <message>
   <source>By class</source>
   <translation>Por clase</translation>
  </message>
  <message>
   <source>Precision</source>
   <translation>Precisión</translation>
  </message>
  <message>
   <source>Recall</source>
   <translation>Exhaustividad</translation>
  </message>
  <message>
   <source>Reference</source>
   <translation>Referencia</translation>
  </message>
  <message>
   <source>By feature</source>
   <translation>Por objeto</translation>
  </message>
  <message>
   <source>By area</source>
   <translation>Por área</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>Informe</translation>
  </message>
  <message>
   <source>Accuracy {accuracy}, mean F1 {f1}</source>
   <translation>Exactitud {accuracy}, F1 medio {f1}</translation>
  </message>
  <message>
   <source>Field with the label</source>
   <translation>Campo con la etiqueta</translation>
  </message>
  <message>
   <source>Field with the class</source>
   <translation>Campo con la clase</translation>
  </message>
  <message>
   <source>Count</source>
   <translation>Contar</translation>
  </message>
  <message>
   <source>Labels and reference do not overlap: check both layers.</source>
   <translation>Las etiquetas y la referencia no se solapan: compruebe ambas capas.</translation>
  </message>
  <message>
   <source>Give words or a concept, not both: a concept already contains the words it was taught with.</source>
   <translation>Indique palabras o un concepto, no ambos: un concepto ya tiene las palabras con las que se enseñó.</translation>
  </message>
  <message>
   <source>Type what to look for, or choose a concept.</source>
   <translation>Escriba qué buscar o elija un concepto.</translation>
  </message>
  <message>
   <source>Counts what a text names, such as cars or pools, in a layer or in each polygon of a zone layer, with an interval that shows how certain the count is. A message says when objects are too small for the pixels of the layer.</source>
   <translation>Cuenta lo que nombra un texto, como coches o piscinas, en una capa o en cada polígono de una capa de zonas, con un intervalo que indica la fiabilidad del recuento. Se avisa de lo que es demasiado pequeño para los píxeles de la capa.</translation>
  </message>
  <message>
   <source>About {count}, probably {low} to {high}.</source>
   <translation>Unos {count}, probablemente de {low} a {high}.</translation>
  </message>
  <message>
   <source>No number: the model is too unsure of what it sees. There may be {low} to {high}.</source>
   <translation>Sin número: el modelo no está lo bastante seguro de lo que ve. Puede haber de {low} a {high}.</translation>
  </message>
  <message>
   <source>At least {low}: they may stand too close together to be counted one by one.</source>
   <translation>Al menos {low}: quizá estén demasiado juntos para contarlos uno por uno.</translation>
  </message>
  <message>
   <source>Zones</source>
   <translation>Zonas</translation>
  </message>
  <message>
   <source>Objects</source>
   <translation>Objetos</translation>
  </message>
  <message>
   <source>Expected count</source>
   <translation>Número esperado</translation>
  </message>
  <message>
   <source>Give zones as polygons.</source>
   <translation>Indique las zonas como polígonos.</translation>
  </message>
  <message>
   <source>Similarity heat map</source>
   <translation>Mapa de calor de similitud</translation>
  </message>
  <message>
   <source>Maps how well each place of a layer matches a text, as a single-band raster.</source>
   <translation>Dibuja cuánto encaja cada lugar de una capa con un texto, como ráster de una banda.</translation>
  </message>
  <message>
   <source>Or a taught concept</source>
   <translation>O un concepto enseñado</translation>
  </message>
  <message>
   <source>Heat map</source>
   <translation>Mapa de calor</translation>
  </message>
  <message>
   <source>Index layer</source>
   <translation>Indexar capa</translation>
  </message>
  <message>
   <source>Prepares a layer so that searching it is fast. An interrupted run continues where it stopped.</source>
   <translation>Prepara una capa para que las búsquedas en ella sean rápidas. Si se interrumpe, continúa donde se quedó.</translation>
  </message>
  <message>
   <source>Windows</source>
   <translation>Ventanas</translation>
  </message>
  <message>
   <source>Label features</source>
   <translation>Etiquetar objetos</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to each polygon, from what the raster layer shows there, without training. All attributes are kept; label, score, margin and the three best classes are appended.</source>
   <translation>Da a cada polígono una de las clases nombradas según lo que muestra allí la capa ráster, sin entrenamiento. Se conservan todos los atributos; se añaden etiqueta, puntuación, margen y las tres mejores clases.</translation>
  </message>
  <message>
   <source>Labelled features</source>
   <translation>Objetos etiquetados</translation>
  </message>
  <message>
   <source>There is no preset {name}: choose one of {known}.</source>
   <translation>No hay ningún predefinido {name}: elija uno de {known}.</translation>
  </message>
  <message>
   <source>Label raster layer</source>
   <translation>Etiquetar capa ráster</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to every place of a layer, without training: as areas, and as a raster with the confidence in its second band. Classes are names separated by semicolons, preset:NAME, or a CSV file.</source>
   <translation>Da a cada lugar de una capa una de las clases nombradas, sin entrenamiento: como áreas y como ráster cuya segunda banda es la confianza. Las clases son nombres separados por punto y coma, preset:NAME o un archivo CSV.</translation>
  </message>
  <message>
   <source>Confidence below which it is "other"</source>
   <translation>Confianza por debajo de la cual es «otro»</translation>
  </message>
  <message>
   <source>Class raster</source>
   <translation>Ráster de clases</translation>
  </message>
  <message>
   <source>Areas</source>
   <translation>Áreas</translation>
  </message>
  <message>
   <source>Concepts as additional classes</source>
   <translation>Conceptos como clases adicionales</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: label one side at a time.</source>
   <translation>La extensión cruza el antimeridiano: etiquete un lado cada vez.</translation>
  </message>
  <message>
   <source>Run a saved search</source>
   <translation>Ejecutar una búsqueda guardada</translation>
  </message>
  <message>
   <source>Searches the layers of a saved search that are new or have changed since its last run, and reports which regions are new, gone or unchanged. Searches are saved in the dock, or by the algorithm Search many layers.</source>
   <translation>Examina solo las capas de una búsqueda guardada que son nuevas o han cambiado desde la última ejecución y dice qué regiones son nuevas, cuáles han desaparecido y cuáles no han cambiado. Las búsquedas se guardan en el panel o con el algoritmo Buscar en muchas capas.</translation>
  </message>
  <message>
   <source>{new} new, {gone} gone, {unchanged} unchanged.</source>
   <translation>{new} nuevas, {gone} desaparecidas, {unchanged} sin cambios.</translation>
  </message>
  <message>
   <source>There is no saved search {name}: the server knows {known}.</source>
   <translation>No hay ninguna búsqueda guardada {name}: el servidor conoce {known}.</translation>
  </message>
  <message>
   <source>Name of the saved search</source>
   <translation>Nombre de la búsqueda guardada</translation>
  </message>
  <message>
   <source>Search by text</source>
   <translation>Buscar con texto</translation>
  </message>
  <message>
   <source>Finds regions of a layer that match a text, in any of ten languages, best first. Separate phrases with the same meaning by semicolons. A layer that is not indexed yet is indexed first.</source>
   <translation>Encuentra las regiones de una capa que un texto nombra, en diez idiomas, las mejores primero. Las expresiones con el mismo sentido se separan con punto y coma. Una capa aún sin indexar se indexa antes.</translation>
  </message>
  <message>
   <source>Merged windows</source>
   <translation>Ventanas unidas</translation>
  </message>
  <message>
   <source>Shape of regions</source>
   <translation>Forma de las regiones</translation>
  </message>
  <message>
   <source>Finds what a text names in many raster layers and returns all regions in one table, most relevant first, with the layer of each. If a layer cannot be searched, the reason is reported and the others are still searched.</source>
   <translation>Encuentra lo que nombra un texto en muchas capas ráster y reúne las regiones de todas en una sola tabla, las más relevantes primero, cada una con su capa. Si en una capa no se puede buscar, se indica el motivo y se busca igualmente en las demás.</translation>
  </message>
  <message>
   <source>Save the search under this name</source>
   <translation>Guardar la búsqueda con este nombre</translation>
  </message>
  <message>
   <source>Find similar regions</source>
   <translation>Encontrar regiones parecidas</translation>
  </message>
  <message>
   <source>Finds regions that look like the given polygons and unlike others. All polygons count.</source>
   <translation>Encuentra regiones que se parecen a los polígonos dados y no a otros. Todos cuentan.</translation>
  </message>
  <message>
   <source>Examples</source>
   <translation>Ejemplos</translation>
  </message>
  <message>
   <source>Counter-examples</source>
   <translation>Contraejemplos</translation>
  </message>
  <message>
   <source>{what}: at most {most} polygons are allowed, select some of them.</source>
   <translation>{what}: como máximo {most} polígonos, seleccione algunos.</translation>
  </message>
  <message>
   <source>Words that describe the same thing</source>
   <translation>Otras palabras para lo mismo</translation>
  </message>
  <message>
   <source>There are no examples: give a layer with at least one polygon.</source>
   <translation>No hay ejemplos: indique una capa con al menos un polígono.</translation>
  </message>
  <message>
   <source>Teach a concept</source>
   <translation>Enseñar un concepto</translation>
  </message>
  <message>
   <source>Learns a concept from accepted and rejected places and from words, and writes it to a small file: it can then be used to search and label, on this layer and on others.</source>
   <translation>Aprende qué se busca a partir de lugares aceptados y rechazados y de palabras, y lo escribe en un archivo pequeño: después se puede buscar y etiquetar con el concepto, en esta capa y en otras.</translation>
  </message>
  <message>
   <source>Accepted places</source>
   <translation>Lugares aceptados</translation>
  </message>
  <message>
   <source>Rejected places</source>
   <translation>Lugares rechazados</translation>
  </message>
  <message>
   <source>Concept to continue teaching</source>
   <translation>Concepto que seguir enseñando</translation>
  </message>
  <message>
   <source>Concept</source>
   <translation>Concepto</translation>
  </message>
  <message>
   <source>There is nothing to learn from: give accepted or rejected places.</source>
   <translation>No hay nada de qué aprender: indique lugares aceptados o rechazados.</translation>
  </message>
  <message>
   <source>Airports and ports</source>
   <translation>Aeropuertos y puertos</translation>
  </message>
  <message>
   <source>CORINE land cover, level 1</source>
   <translation>Cobertura del suelo CORINE, nivel 1</translation>
  </message>
  <message>
   <source>CORINE land cover, level 2</source>
   <translation>Cobertura del suelo CORINE, nivel 2</translation>
  </message>
  <message>
   <source>Disaster damage</source>
   <translation>Daños por desastres</translation>
  </message>
  <message>
   <source>EuroSAT</source>
   <translation>EuroSAT</translation>
  </message>
  <message>
   <source>RSICD scene labels</source>
   <translation>Escenas RSICD</translation>
  </message>
  <message>
   <source>Rendered sample</source>
   <translation>Muestra sintética</translation>
  </message>
  <message>
   <source>UC Merced Land Use</source>
   <translation>Uso del suelo UC Merced</translation>
  </message>
 </context>
</TS>
